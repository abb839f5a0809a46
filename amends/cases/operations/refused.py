"""How the operations of this room say no: each of its nouns has its own refusal."""

from amends.organisation.operations.refusal import Refused


class PersonRefused(Refused):
    """A person, address or contact detail cannot be recorded so."""


class SentenceRefused(Refused):
    """A sentence, a requirement or a court's change cannot be recorded so."""


class AllocationRefused(Refused):
    """A case cannot be allocated so."""


class MergeRefused(Refused):
    """Two records cannot be merged, or a merge cannot be undone."""


class KeepApartRefused(Refused):
    """Two people cannot be recorded so as to be kept apart."""


class AccessRefused(Refused):
    """Access to a person cannot be limited so."""


class RiskRefused(Refused):
    """A risk, registration or agency check cannot be recorded so."""


class CourtReportRefused(Refused):
    """A report to a court cannot go on so."""


class BreakGlassRefused(Refused):
    """A record cannot be opened urgently so, or what was opened cannot be reviewed so."""


class SubjectAccessRefused(Refused):
    """A request for what is held on a person cannot be recorded, checked or released so."""


class RetentionRefused(Refused):
    """A record cannot be held, hidden, restored or deleted so."""


class OversightRefused(Refused):
    """Oversight, a supervision session or an audit cannot be recorded so."""


class HousingRefused(Refused):
    """A need for housing cannot be recorded so."""


class AssessmentRefused(Refused):
    """An assessment cannot be written or signed so."""


class CasePlanRefused(Refused):
    """The plan of a case, or a service for a need, cannot be written or signed so."""
