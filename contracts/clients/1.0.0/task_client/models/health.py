from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="Health")



@_attrs_define
class Health:
    """ The status of the service.

        Attributes:
            status (str): The lifecycle state of the process. A later version can add states.
            version (str): A semantic version.
            contract_version (str): A semantic version.
            uptime_seconds (float): The number of seconds since the process started.
            revision (str | Unset): The commit that the service was built from, if known.
     """

    status: str
    version: str
    contract_version: str
    uptime_seconds: float
    revision: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        status = self.status

        version = self.version

        contract_version = self.contract_version

        uptime_seconds = self.uptime_seconds

        revision = self.revision


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "status": status,
            "version": version,
            "contractVersion": contract_version,
            "uptimeSeconds": uptime_seconds,
        })
        if revision is not UNSET:
            field_dict["revision"] = revision

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = d.pop("status")

        version = d.pop("version")

        contract_version = d.pop("contractVersion")

        uptime_seconds = d.pop("uptimeSeconds")

        revision = d.pop("revision", UNSET)

        health = cls(
            status=status,
            version=version,
            contract_version=contract_version,
            uptime_seconds=uptime_seconds,
            revision=revision,
        )


        health.additional_properties = d
        return health

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
