"""A folder check as pages that can be handed to somebody: HTML and PDF."""

from btp_core.report.write import ReportFormat, WrittenReport, check_target, write_report

__all__ = ["ReportFormat", "WrittenReport", "check_target", "write_report"]
