"""Many people at once: read once, matched in memory, written once."""

from collections import defaultdict

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import PersonKind, Relation
from linli.foundation.people.domain.reports import RowOutcome
from linli.foundation.people.domain.shares import is_too_much
from linli.foundation.people.domain.sheet import Column, PersonLine
from linli.foundation.people.models import Household, Person, Tenure
from linli.foundation.people.models.sealing import ID_NUMBER, PHONE, trace
from linli.foundation.people.selectors.seeing import HIDDEN, live_tenures
from linli.foundation.people.services.registering import write_id_number, write_phone
from linli.kernel import Actor, Refused, new_id, now


class Peopling:
    """The people of a community as they are and as they will be; with `is_blank` as if nobody
    were written down yet."""

    def __init__(self, by: Actor, *, is_blank: bool = False) -> None:
        self.by = by
        self.moment = now()
        self.people: dict[str, Person] = {}
        self.tenures: defaultdict[str, list[Tenure]] = defaultdict(list)
        self.homes: dict[str, Household] = {}
        self.hidden: frozenset[str] = frozenset()
        self.by_id: dict[str, Person] = {}
        self.by_phone: dict[tuple[str, str], Person] = {}
        if not is_blank:
            self._read_books()
        self.said: dict[tuple[str, str], str] = {}
        self.new: dict[str, Person] = {}
        self.changed: dict[str, Person] = {}
        self.new_homes: list[Household] = []
        self.new_tenures: dict[str, Tenure] = {}
        self.changed_tenures: dict[str, Tenure] = {}

    def take(self, line: PersonLine, dwelling: str) -> RowOutcome:
        """Settle one person in a dwelling; refuses before anything is changed."""
        self._check_open(dwelling)
        person = self._match(line, dwelling)
        known = self._tenure(person, dwelling, line.relation) if person else None
        kind = line.kind or (PersonKind(person.kind) if person else PersonKind.NATURAL)
        lives = self._lives(line, kind, known)
        self._check_shares(line, dwelling, known)
        if person is None:
            person = self._register(line, kind)
            changed = False
        else:
            self._check_said(person, line, dwelling)
            changed = self._correct(person, line)
        self._say(person, line, dwelling)
        if known is None:
            self._settle(person, line, dwelling, lives)
            return RowOutcome.CREATED
        changed = self._amend(known, line, lives) or changed
        return RowOutcome.UPDATED if changed else RowOutcome.UNCHANGED

    def store(self) -> None:
        """Write everything, each table once."""
        Person.objects.bulk_create(self.new.values(), batch_size=200)
        fields = ["kind", "phone_sealed", "phone_hash", "id_sealed", "id_hash"]
        Person.objects.bulk_update(self.changed.values(), fields, batch_size=200)
        Household.objects.bulk_create(self.new_homes, batch_size=200)
        Tenure.objects.bulk_create(self.new_tenures.values(), batch_size=200)
        fields = ["share", "household"]
        Tenure.objects.bulk_update(self.changed_tenures.values(), fields, batch_size=200)
        self._end_empty_homes()

    def _read_books(self) -> None:
        community = self.by.community
        self.people = {row.pk: row for row in Person.objects.filter(community=community)}
        for tenure in live_tenures().filter(community=community).order_by("since", "id"):
            self.tenures[tenure.dwelling_id].append(tenure)
        homes = Household.objects.filter(community=community, until=None)
        self.homes = {home.dwelling_id: home for home in homes}
        self.hidden = self._hidden()
        for person in self.people.values():
            self._index(person)

    def _hidden(self) -> frozenset[str]:
        if policy.sees_all(self.by):
            return frozenset()
        rows = live_tenures().filter(HIDDEN, community=self.by.community)
        return frozenset(rows.values_list("person_id", flat=True))

    def _index(self, person: Person) -> None:
        if person.pk in self.hidden:
            return
        if person.id_hash:
            self.by_id.setdefault(person.id_hash, person)
        if person.phone_hash:
            self.by_phone.setdefault((person.phone_hash, person.name), person)

    def _check_open(self, dwelling: str) -> None:
        if policy.sees_all(self.by):
            return
        home = self.homes.get(dwelling)
        closed = home is not None and (home.is_private or home.is_confidential)
        if closed or any(row.person_id in self.hidden for row in self.tenures[dwelling]):
            raise Refused(
                "forbidden",
                "This household's record is looked after by the keeper.",
                field=Column.DWELLING,
            )

    def _match(self, line: PersonLine, dwelling: str) -> Person | None:
        id_hash, phone_hash = trace(line.id_number, ID_NUMBER), trace(line.phone, PHONE)
        if id_hash and id_hash in self.by_id:
            person = self.by_id[id_hash]
            if person.name != line.name:
                raise Refused(
                    "conflict", "This ID number belongs to another name.", field=Column.ID_NUMBER
                )
            return person
        same_phone = self.by_phone.get((phone_hash, line.name)) if phone_hash else None
        namesakes = [self.people[row.person_id] for row in self.tenures[dwelling]]
        for person in (*filter(None, [same_phone]), *namesakes):
            if person.name == line.name and not (id_hash and person.id_hash):
                return person
        return None

    def _tenure(self, person: Person, dwelling: str, relation: Relation) -> Tenure | None:
        for row in self.tenures[dwelling]:
            if row.person_id == person.pk and row.relation == relation:
                return row
        return None

    def _lives(self, line: PersonLine, kind: PersonKind, known: Tenure | None) -> bool:
        if line.relation is not Relation.OWNER:
            if line.lives_here is False:
                raise Refused(
                    "invalid", "Tenants and family live in the dwelling.", field=Column.LIVES_HERE
                )
            return True
        if line.lives_here is not None:
            return line.lives_here
        return known.household_id is not None if known else kind is PersonKind.NATURAL

    def _check_shares(self, line: PersonLine, dwelling: str, known: Tenure | None) -> None:
        if not line.share:
            return
        others = [row.share for row in self.tenures[dwelling] if row is not known]
        if is_too_much([line.share, *others]):
            raise Refused(
                "invalid",
                "The shares of this dwelling come to more than the whole.",
                field=Column.SHARE,
            )

    def _facts(self, person: Person, line: PersonLine, dwelling: str) -> list[tuple[str, str, str]]:
        """What a line says of a person, and (with the dwelling) of their tie to it."""
        lives = "" if line.lives_here is None else str(line.lives_here)
        return [
            (person.pk, Column.PHONE, line.phone),
            (person.pk, Column.ID_NUMBER, line.id_number),
            (person.pk, Column.KIND, line.kind or ""),
            (f"{person.pk} {dwelling} {line.relation}", Column.SHARE, line.share),
            (f"{person.pk} {dwelling} {line.relation}", Column.LIVES_HERE, lives),
        ]

    def _check_said(self, person: Person, line: PersonLine, dwelling: str) -> None:
        for whose, column, value in self._facts(person, line, dwelling):
            before = self.said.get((whose, column))
            if value and before and before != value:
                raise Refused(
                    "conflict",
                    "An earlier row says something else about this person.",
                    field=column,
                )

    def _say(self, person: Person, line: PersonLine, dwelling: str) -> None:
        for whose, column, value in self._facts(person, line, dwelling):
            if value:
                self.said[whose, column] = value

    def _register(self, line: PersonLine, kind: PersonKind) -> Person:
        person = Person(
            id=new_id(),
            community_id=self.by.community,
            kind=kind,
            name=line.name,
            created_at=self.moment,
        )
        write_phone(person, line.phone)
        write_id_number(person, line.id_number)
        self.people[person.pk] = self.new[person.pk] = person
        self._index(person)
        return person

    def _correct(self, person: Person, line: PersonLine) -> bool:
        changed = False
        if line.phone and trace(line.phone, PHONE) != person.phone_hash:
            write_phone(person, line.phone)
            changed = True
        if line.id_number and trace(line.id_number, ID_NUMBER) != person.id_hash:
            write_id_number(person, line.id_number)
            changed = True
        if line.kind and line.kind != person.kind:
            person.kind = line.kind
            changed = True
        if changed:
            self._index(person)
            if person.pk not in self.new:
                self.changed[person.pk] = person
        return changed

    def _settle(self, person: Person, line: PersonLine, dwelling: str, lives: bool) -> None:
        tenure = Tenure(
            id=new_id(),
            community=self.by.community,
            person=person,
            dwelling_id=dwelling,
            relation=line.relation,
            share=line.share,
            household=self._home(dwelling) if lives else None,
            since=self.moment,
        )
        self.tenures[dwelling].append(tenure)
        self.new_tenures[tenure.pk] = tenure

    def _amend(self, tenure: Tenure, line: PersonLine, lives: bool) -> bool:
        share = line.share or tenure.share
        if share == tenure.share and lives == (tenure.household_id is not None):
            return False
        tenure.share = share
        tenure.household = self._home(tenure.dwelling_id) if lives else None
        if tenure.pk not in self.new_tenures:
            self.changed_tenures[tenure.pk] = tenure
        return True

    def _home(self, dwelling: str) -> Household:
        if dwelling not in self.homes:
            home = Household(
                id=new_id(), community=self.by.community, dwelling_id=dwelling, since=self.moment
            )
            self.homes[dwelling] = home
            self.new_homes.append(home)
        return self.homes[dwelling]

    def _end_empty_homes(self) -> None:
        moved = {row.dwelling_id for row in self.changed_tenures.values()}
        empty = [
            self.homes[dwelling].pk
            for dwelling in moved & self.homes.keys()
            if all(row.household_id is None for row in self.tenures[dwelling])
        ]
        Household.objects.filter(pk__in=empty, is_confidential=False).update(until=self.moment)
