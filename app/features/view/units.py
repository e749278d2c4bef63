"""The units of length: of the design in force, or else those that the user has chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app import settings as keys
from app.actions import Actions
from app.session.session import Session
from app.settings import Settings

ACTIONS = {"units_none": "", "units_mm": "mm", "units_inch": "inch", "units_m": "m"}


class UnitCommands(QObject):
    """Keeps what lengths are in; nothing is ever converted.

    Attributes
    ----------
    changed
        Emitted with the units in force, empty where nobody has told.
    """

    changed = Signal(str)

    def __init__(
        self, session: Session, actions: Actions, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._actions, self._settings = session, actions, settings
        for name, units in ACTIONS.items():
            actions[name].triggered.connect(lambda _checked=False, units=units: self.choose(units))
        session.design_changed.connect(self.refresh)

    @property
    def units(self) -> str:
        """Those in force."""
        design = self._session.design
        return self._settings.get(keys.UNITS) if design is None else design.units

    def choose(self, units: str) -> None:
        """Take other units for scans without a design."""
        self._settings.set(keys.UNITS, units)
        self.refresh()

    def refresh(self) -> None:
        """Tell the units in force, which a design may have brought."""
        designed = self._session.design is not None
        for name, units in ACTIONS.items():
            self._actions[name].setChecked(units == self.units)
            self._actions[name].setEnabled(not designed)
        self.changed.emit(self.units)
