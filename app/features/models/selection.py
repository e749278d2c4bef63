"""Which model inspects in the window: asked for, in force, and kept for the next start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import settings as keys
from app.background.events import ModelAnswered, ModelNews, ModelReady, ModelRefused
from app.background.service import InspectionService
from app.i18n.core_messages import core_text
from app.notify import Notifier
from app.session.session import Session
from app.settings import Settings
from btp_core.inspection.model_choice import BUNDLED_NAME, ModelChoice


class ModelSelection(QObject):
    """Asks the worker for a model, and keeps it in the settings once it is in force.

    A model that cannot be used changes nothing but for a notice that says why.

    Attributes
    ----------
    changed
        Emitted when a model was asked for, is in force, or was refused.
    loaded
        Emitted with the name of the model in force, and where it runs.
    """

    changed = Signal()
    loaded = Signal(str, str)

    def __init__(
        self,
        service: InspectionService,
        session: Session,
        settings: Settings,
        notifier: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service, self._session = service, session
        self._settings, self._notifier = settings, notifier
        self._wanted: ModelChoice | None = None
        self._loaded: ModelChoice | None = None
        self.refusal = ""
        service.model_news.connect(self._on_news)

    @property
    def choice(self) -> ModelChoice:
        """The model in force, or the one that will be at the first scan."""
        return self._loaded or self._service.first_model

    @property
    def waiting(self) -> bool:
        """Whether a model was asked for and has not answered yet."""
        return self._wanted is not None

    def choose(self, choice: ModelChoice) -> None:
        """Inspect with this model from now on, if it can be loaded."""
        self._wanted, self.refusal = choice, ""
        self._service.choose_model(choice)
        self.changed.emit()

    def _on_news(self, news: ModelNews) -> None:
        match news:
            case ModelReady():
                self._in_force(news)
            case ModelRefused(choice=choice, error=error):
                self._answered(choice)
                self.refusal = core_text(error.message)
                self._notifier.report(error)
                self.changed.emit()
            case ModelAnswered(choice=choice):
                self._answered(choice)
                self.changed.emit()

    def _answered(self, choice: ModelChoice) -> None:
        if choice == self._wanted:
            self._wanted = None

    def _in_force(self, news: ModelReady) -> None:
        before, self._loaded = self._loaded, news.choice
        if news.choice == self._wanted:
            keep_choice(self._settings, news.choice)
            self._wanted = None
        self.loaded.emit(news.name, news.device)
        self.changed.emit()
        # The same file may hold other weights by now: every newly loaded model starts over.
        if before is not None:
            self._session.start_over()


def kept_choice(settings: Settings) -> ModelChoice:
    """The model of the last time; the bundled one where none was chosen."""
    backbone, tower = settings.get(keys.BACKBONE), settings.get(keys.TOWER)
    return ModelChoice(
        settings.get(keys.MODEL) or BUNDLED_NAME,
        Path(backbone) if backbone else None,
        Path(tower) if tower else None,
    )


def keep_choice(settings: Settings, choice: ModelChoice) -> None:
    """Begin with this model from now on."""
    settings.set(keys.MODEL, choice.model)
    settings.set(keys.BACKBONE, str(choice.backbone or ""))
    settings.set(keys.TOWER, str(choice.tower or ""))
