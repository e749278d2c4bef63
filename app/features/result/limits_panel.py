"""How large a defect may be on a part that passes."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from app import settings as keys
from app.settings import Settings
from app.widgets.disclosure import Disclosure
from app.widgets.number_field import NumberField
from app.widgets.section import Section
from btp_core.inspection.limits import Limits

SETTINGS = {
    "length": keys.LIMIT_LENGTH,
    "depth": keys.LIMIT_DEPTH,
    "area": keys.LIMIT_AREA,
}


def kept_limits(settings: Settings) -> Limits:
    """The limits of size as they were kept."""
    return Limits(**{name: settings.get(setting) for name, setting in SETTINGS.items()})


class LimitsPanel(Section):
    """Three sizes, of which each may set no limit; closed unless one is set.

    Attributes
    ----------
    limits_changed
        Emitted with the new :class:`~btp_core.inspection.limits.Limits`.
    """

    limits_changed = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        hint = QLabel(
            self.tr("Smaller places are listed, but fail no part. In the units of the scan.")
        )
        hint.setWordWrap(True)
        hint.setObjectName("muted")
        form.addRow(hint)
        self.fields: dict[str, NumberField] = {}
        for name, title in (
            ("length", self.tr("Longer than")),
            ("depth", self.tr("Deeper than")),
            ("area", self.tr("Larger than (area)")),
        ):
            field = NumberField()
            field.setRange(0.0, SETTINGS[name].high)
            field.setDecimals(3)
            field.setSingleStep(0.1)
            field.setSpecialValueText(self.tr("no limit"))
            field.setAccessibleName(title)
            field.setValue(settings.get(SETTINGS[name]))
            field.valueChanged.connect(self._changed)
            form.addRow(title, field)
            self.fields[name] = field
        self.part = Disclosure("", body)
        self.column.addWidget(self.part)
        self.part.set_open(bool(self.limits))
        self._show_title()

    @property
    def limits(self) -> Limits:
        """The sizes as they stand."""
        return Limits(**{name: field.value() for name, field in self.fields.items()})

    def adopt(self, limits: Limits) -> None:
        """Show the limits of a run, which are in force already."""
        for name, field in self.fields.items():
            with QSignalBlocker(field):
                field.setValue(getattr(limits, name))
        self._show_title()
        self.part.set_open(self.part.is_open or bool(limits))

    def _changed(self) -> None:
        for name, field in self.fields.items():
            self._settings.set(SETTINGS[name], field.value())
        self._show_title()
        self.limits_changed.emit(self.limits)

    def _show_title(self) -> None:
        text = self.tr("Limits of size (set)") if self.limits else self.tr("Limits of size")
        self.part.button.setText(text)
