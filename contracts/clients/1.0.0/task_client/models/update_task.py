from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.task_priority import TaskPriority
from ..models.task_status import TaskStatus
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="UpdateTask")



@_attrs_define
class UpdateTask:
    """ The fields to change. Omitted fields keep their values.

        Attributes:
            title (str | Unset): The title of the task. A single line with at least one visible character.
            description (None | str | Unset): Details of the task. Line breaks and tabs are allowed; other control
                characters are rejected.
            status (TaskStatus | Unset): The status of the task. Every transition between statuses is allowed.
            priority (TaskPriority | Unset): The priority of the task, from lowest to highest.
            due_at (datetime.datetime | None | Unset): The due date of the task, or null. It follows the rules of
                `DateTime`.
            tags (list[str] | None | Unset): Unique labels of the task, for filtering. Null removes all.
     """

    title: str | Unset = UNSET
    description: None | str | Unset = UNSET
    status: TaskStatus | Unset = UNSET
    priority: TaskPriority | Unset = UNSET
    due_at: datetime.datetime | None | Unset = UNSET
    tags: list[str] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        title = self.title

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value


        priority: str | Unset = UNSET
        if not isinstance(self.priority, Unset):
            priority = self.priority.value


        due_at: None | str | Unset
        if isinstance(self.due_at, Unset):
            due_at = UNSET
        elif isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags


        else:
            tags = self.tags


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if title is not UNSET:
            field_dict["title"] = title
        if description is not UNSET:
            field_dict["description"] = description
        if status is not UNSET:
            field_dict["status"] = status
        if priority is not UNSET:
            field_dict["priority"] = priority
        if due_at is not UNSET:
            field_dict["dueAt"] = due_at
        if tags is not UNSET:
            field_dict["tags"] = tags

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        title = d.pop("title", UNSET)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))


        _status = d.pop("status", UNSET)
        status: TaskStatus | Unset
        if isinstance(_status,  Unset):
            status = UNSET
        else:
            status = TaskStatus(_status)




        _priority = d.pop("priority", UNSET)
        priority: TaskPriority | Unset
        if isinstance(_priority,  Unset):
            priority = UNSET
        else:
            priority = TaskPriority(_priority)




        def _parse_due_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_due_at_type_0 = datetime.datetime.fromisoformat(data)



                return componentsschemas_due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        due_at = _parse_due_at(d.pop("dueAt", UNSET))


        def _parse_tags(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tags_type_0 = cast(list[str], data)

                return tags_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        tags = _parse_tags(d.pop("tags", UNSET))


        update_task = cls(
            title=title,
            description=description,
            status=status,
            priority=priority,
            due_at=due_at,
            tags=tags,
        )

        return update_task

