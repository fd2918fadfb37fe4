""" Contains all the data models used in inputs/outputs """

from .content_too_large_problem import ContentTooLargeProblem
from .contract_document import ContractDocument
from .contract_document_info import ContractDocumentInfo
from .contract_document_paths import ContractDocumentPaths
from .create_task import CreateTask
from .headers_too_large_problem import HeadersTooLargeProblem
from .health import Health
from .idempotency_key_reused_problem import IdempotencyKeyReusedProblem
from .insufficient_scope_problem import InsufficientScopeProblem
from .internal_error_problem import InternalErrorProblem
from .invalid_create_problem import InvalidCreateProblem
from .invalid_cursor_problem import InvalidCursorProblem
from .invalid_list_problem import InvalidListProblem
from .list_tasks_sort import ListTasksSort
from .list_unavailable_problem import ListUnavailableProblem
from .liveness import Liveness
from .malformed_request_problem import MalformedRequestProblem
from .method_not_allowed_problem import MethodNotAllowedProblem
from .not_acceptable_problem import NotAcceptableProblem
from .not_implemented_problem import NotImplementedProblem
from .precondition_failed_problem import PreconditionFailedProblem
from .query_too_expensive_problem import QueryTooExpensiveProblem
from .quota_exceeded_problem import QuotaExceededProblem
from .readiness import Readiness
from .replace_task import ReplaceTask
from .request_timeout_problem import RequestTimeoutProblem
from .route_not_found_problem import RouteNotFoundProblem
from .service_unavailable_problem import ServiceUnavailableProblem
from .summary import Summary
from .summary_by_priority import SummaryByPriority
from .summary_by_status import SummaryByStatus
from .task import Task
from .task_not_found_problem import TaskNotFoundProblem
from .task_page import TaskPage
from .task_priority import TaskPriority
from .task_status import TaskStatus
from .too_many_requests_problem import TooManyRequestsProblem
from .unauthorized_problem import UnauthorizedProblem
from .unsupported_media_type_problem import UnsupportedMediaTypeProblem
from .update_task import UpdateTask
from .validation_error import ValidationError
from .validation_error_location import ValidationErrorLocation
from .validation_failed_problem import ValidationFailedProblem

__all__ = (
    "ContentTooLargeProblem",
    "ContractDocument",
    "ContractDocumentInfo",
    "ContractDocumentPaths",
    "CreateTask",
    "HeadersTooLargeProblem",
    "Health",
    "IdempotencyKeyReusedProblem",
    "InsufficientScopeProblem",
    "InternalErrorProblem",
    "InvalidCreateProblem",
    "InvalidCursorProblem",
    "InvalidListProblem",
    "ListTasksSort",
    "ListUnavailableProblem",
    "Liveness",
    "MalformedRequestProblem",
    "MethodNotAllowedProblem",
    "NotAcceptableProblem",
    "NotImplementedProblem",
    "PreconditionFailedProblem",
    "QueryTooExpensiveProblem",
    "QuotaExceededProblem",
    "Readiness",
    "ReplaceTask",
    "RequestTimeoutProblem",
    "RouteNotFoundProblem",
    "ServiceUnavailableProblem",
    "Summary",
    "SummaryByPriority",
    "SummaryByStatus",
    "Task",
    "TaskNotFoundProblem",
    "TaskPage",
    "TaskPriority",
    "TaskStatus",
    "TooManyRequestsProblem",
    "UnauthorizedProblem",
    "UnsupportedMediaTypeProblem",
    "UpdateTask",
    "ValidationError",
    "ValidationErrorLocation",
    "ValidationFailedProblem",
)
