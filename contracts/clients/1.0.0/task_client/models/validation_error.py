from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.validation_error_location import ValidationErrorLocation
from ..types import UNSET, Unset






T = TypeVar("T", bound="ValidationError")



@_attrs_define
class ValidationError:
    """ A violation of this contract, and its location in the request.

        Attributes:
            location (ValidationErrorLocation): The part of the request.
            code (str): The JSON Schema keyword that failed (`minLength`, `enum`, …), or `unknownParameter`, `invalidCursor`
                or
                `keyReused`. A later version can add codes.
            detail (str): A human-readable message, to show next to the field.
            name (str | Unset): The name of the parameter or header. Absent if the location is `body`.
            pointer (str | Unset): A JSON Pointer into the body (RFC 6901). Empty for the whole body. Absent in other
                locations.
     """

    location: ValidationErrorLocation
    code: str
    detail: str
    name: str | Unset = UNSET
    pointer: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        location = self.location.value

        code = self.code

        detail = self.detail

        name = self.name

        pointer = self.pointer


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "location": location,
            "code": code,
            "detail": detail,
        })
        if name is not UNSET:
            field_dict["name"] = name
        if pointer is not UNSET:
            field_dict["pointer"] = pointer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        location = ValidationErrorLocation(d.pop("location"))




        code = d.pop("code")

        detail = d.pop("detail")

        name = d.pop("name", UNSET)

        pointer = d.pop("pointer", UNSET)

        validation_error = cls(
            location=location,
            code=code,
            detail=detail,
            name=name,
            pointer=pointer,
        )


        validation_error.additional_properties = d
        return validation_error

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
