"""The style sheet and palette made from a theme's colours."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.theme.tokens import Theme
from btp_core.base.assets import asset_path

FIELDS = asset_path("icons", "fields").as_posix()
"""Arrows and check marks: a style sheet takes them from files, each in its one colour."""

STYLE_SHEET = """
* {{ outline: none; }}
QMainWindow, QDialog, QMenuBar, QStatusBar, QToolBar {{ background: {window}; color: {text}; }}
QMainWindow::separator {{ background: {border}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ border: none; border-bottom: 1px solid {border}; padding: 3px 8px; spacing: 3px; }}
QToolBar::separator {{ background: {border}; width: 1px; margin: 5px 7px; }}
QToolButton {{ color: {text}; border: 1px solid transparent; border-radius: 6px;
  padding: 5px 8px; }}
QToolButton:hover {{ background: {raised}; border-color: {border}; }}
QToolButton:pressed {{ background: {border}; }}
QToolButton:checked {{ background: {raised}; border-color: {accent}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:disabled {{ color: {muted}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton#link {{ color: {accent}; padding: 2px 4px; font-weight: 500; }}
QToolButton#disclosure {{ color: {text}; border: none; padding: 2px 0; }}
QToolButton#disclosure:hover {{ background: transparent; color: {accent}; }}
QMenuBar {{ border-bottom: 1px solid {border}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {raised}; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 22px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {accent_text}; }}
QMenu::item:disabled {{ color: {muted}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 5px 6px; }}
QStatusBar {{ border-top: 1px solid {border}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; padding: 0 7px; }}
QStatusBar QLabel#attention {{ color: {warning}; font-weight: 600; }}
QDockWidget {{ color: {muted}; font-weight: 600; }}
QDockWidget::title {{ background: {surface}; padding: 8px 14px 4px 14px; text-align: left; }}
QWidget#panel, QScrollArea#panelArea, QWidget#panelBody, QListView#scanList {{
  background: {surface}; color: {text}; border: none; }}
QWidget#rule {{ background: {border}; }}
QLabel {{ color: {text}; }}
QLabel#muted {{ color: {muted}; }}
QLabel#heading {{ color: {text}; font-weight: 600; }}
QLabel#viewCaption {{ background: {surface}; color: {text}; border: 1px solid {border};
  border-radius: 8px; padding: 6px 11px; font-weight: 600; }}
QLabel#keycap {{ background: {raised}; color: {text}; border: 1px solid {border};
  border-radius: 5px; padding: 2px 7px; font-weight: 600; }}
QLabel#problem {{ color: {failed}; }}
QLabel#objectScore {{ color: {text}; font-size: 26px; font-weight: 600; }}
QPushButton {{ background: {raised}; color: {text}; border: 1px solid {border}; border-radius: 6px;
  padding: 6px 13px; }}
QPushButton:hover {{ border-color: {muted}; }}
QPushButton:pressed {{ background: {border}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:disabled {{ color: {muted}; background: {surface}; }}
QPushButton#primary {{ background: {accent}; color: {accent_text}; border-color: {accent};
  font-weight: 600; }}
QPushButton#primary:disabled {{ background: {surface}; color: {muted}; border-color: {border}; }}
QPushButton#filterChip {{ border-radius: 11px; padding: 4px 13px; }}
QPushButton#filterChip:checked {{ background: {accent}; color: {accent_text};
  border-color: {accent}; }}
QPushButton#link {{ background: transparent; border: none; color: {accent}; padding: 2px 4px; }}
QPushButton#link:disabled {{ color: {muted}; }}
QPlainTextEdit, QTextEdit, QLineEdit {{ background: {raised}; color: {text};
  border: 1px solid {border}; border-radius: 6px; padding: 4px 6px;
  selection-background-color: {accent};
  selection-color: {accent_text}; }}
QPlainTextEdit:focus, QTextEdit:focus, QLineEdit:focus {{ border-color: {accent}; }}
QLineEdit:disabled {{ background: {surface}; color: {muted}; }}
QComboBox, QAbstractSpinBox {{ background: {raised}; color: {text}; border: 1px solid {border};
  border-radius: 6px; selection-background-color: {accent}; selection-color: {accent_text}; }}
QComboBox {{ padding: 4px 8px; }}
QAbstractSpinBox {{ padding: 3px 2px; qproperty-alignment: "AlignRight | AlignVCenter"; }}
QComboBox:hover, QAbstractSpinBox:hover {{ border-color: {muted}; }}
QComboBox:focus, QAbstractSpinBox:focus {{ border-color: {accent}; }}
QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {muted}; background: {surface}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{fields}/down.svg"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {raised}; color: {text}; border: 1px solid {border};
  selection-background-color: {accent}; selection-color: {accent_text}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ background: transparent;
  border: none; width: 18px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; border-top-right-radius: 5px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right;
  border-bottom-right-radius: 5px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {border}; }}
QAbstractSpinBox::up-arrow {{ image: url("{fields}/up.svg"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{fields}/down.svg"); width: 10px; height: 10px; }}
QCheckBox {{ color: {text}; spacing: 7px; }}
QCheckBox:disabled {{ color: {muted}; }}
QCheckBox::indicator {{ background: {raised}; border: 1px solid {muted}; border-radius: 4px;
  width: 14px; height: 14px; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent};
  image: url("{fields}/check-{name}.svg"); }}
QCheckBox::indicator:disabled {{ background: {surface}; border-color: {border}; }}
QCheckBox::indicator:checked:disabled {{ background: {muted}; border-color: {muted}; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ background: transparent; border: none;
  padding: 0; }}
QTreeView, QTableView {{ background: {raised}; color: {text}; border: 1px solid {border};
  border-radius: 6px; alternate-background-color: {surface}; gridline-color: {border}; }}
QListWidget {{ background: {raised}; color: {text}; border: 1px solid {border};
  border-radius: 6px; padding: 3px; }}
QListWidget::item {{ padding: 4px 2px; }}
QTreeView::item {{ padding: 3px 2px; }}
QTreeView::item:selected {{ background: {accent}; color: {accent_text}; }}
QHeaderView::section {{ background: {raised}; color: {muted}; border: none;
  border-bottom: 1px solid {border}; padding: 4px 6px; }}
QTabBar {{ qproperty-drawBase: 0; background: {surface}; }}
QTabBar::tab {{ background: transparent; color: {muted}; border: none; padding: 7px 14px 6px 14px;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom-color: {accent}; }}
QTabBar::tab:hover:!selected {{ color: {text}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QProgressBar {{ background: {border}; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 5px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; min-height: 24px; min-width: 24px;
  margin: 1px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QFrame#card {{ background: {surface}; border: 1px solid {border}; border-radius: 9px; }}
QLabel#chip {{ border-radius: 10px; padding: 3px 11px; font-weight: 600;
  border: 1px solid {border}; }}
QLabel#chip[verdict="pass"] {{ color: {passed}; border-color: {passed}; }}
QLabel#chip[verdict="fail"] {{ color: {failed}; border-color: {failed}; }}
QLabel#chip[verdict="not checked"], QLabel#chip[verdict="not inspected"] {{ color: {unchecked};
  border-color: {unchecked}; }}
QPushButton#notes {{ background: transparent; color: {warning}; border: 1px solid {warning};
  border-radius: 8px; padding: 1px 8px; }}
QFrame#notice {{ background: {raised}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#notice[level="error"] {{ border-left: 4px solid {failed}; }}
QFrame#notice[level="warning"] {{ border-left: 4px solid {warning}; }}
QFrame#notice[level="info"] {{ border-left: 4px solid {accent}; }}
"""


def palette(theme: Theme) -> QPalette:
    """A palette for everything the style sheet leaves to the style."""
    result = QPalette()
    role = QPalette.ColorRole
    for where, color in [
        (role.Window, theme.surface),
        (role.WindowText, theme.text),
        (role.Base, theme.raised),
        (role.AlternateBase, theme.surface),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Button, theme.raised),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.failed),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.Link, theme.accent),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.Light, theme.raised),
        (role.Midlight, theme.border),
        (role.Mid, theme.border),
        (role.Dark, theme.border),
        (role.Shadow, theme.border),
    ]:
        result.setColor(where, QColor(color))
    for where in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.muted))
    return result


def repolish(widget: QWidget) -> None:
    """Style a widget anew: a style sheet looks at names and properties only then."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole application a theme's colours, unless it has them."""
    sheet = STYLE_SHEET.format(**vars(theme), fields=FIELDS)
    if application.styleSheet() != sheet:  # Qt reads it longer than it makes a window
        application.setStyle("Fusion")
        application.setPalette(palette(theme))
        application.setStyleSheet(sheet)
