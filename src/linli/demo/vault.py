"""What a real installation gives to a device's installer or a person's phone, the demo keeps."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings


@dataclass(slots=True)
class Vault:
    """The devices' own secrets and the staff's second keys, in a file only its owner reads."""

    path: Path
    secrets: dict[str, str] = field(default_factory=dict)
    second_keys: dict[str, str] = field(default_factory=dict)

    def keep_second_key(self, login: str, secret: str) -> None:
        """Write down the key of a member of staff."""
        self.second_keys[login] = secret
        self.save()

    def keep_secrets(self, secrets: dict[str, str]) -> None:
        """Write down what devices sign in with."""
        self.secrets.update(secrets)
        self.save()

    def save(self) -> None:
        """Write the file anew, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        body = {"secrets": self.secrets, "second_keys": self.second_keys}
        fresh = self.path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.chmod(0o600)
        fresh.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(self.path)


def open_vault() -> Vault:
    """The vault of this data folder, empty at first."""
    path = Path(settings.DATA) / "demo" / "keys.json"
    if not path.is_file():
        return Vault(path)
    body = json.loads(path.read_text(encoding="utf-8"))
    return Vault(path, body.get("secrets", {}), body.get("second_keys", {}))
