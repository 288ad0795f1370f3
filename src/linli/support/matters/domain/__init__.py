"""The rule of a matter: its life, its clocks, its words; pure, no Django."""
