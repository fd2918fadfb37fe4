from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.contract_document_info import ContractDocumentInfo
  from ..models.contract_document_paths import ContractDocumentPaths





T = TypeVar("T", bound="ContractDocument")



@_attrs_define
class ContractDocument:
    """ An OpenAPI document. The OpenAPI Specification defines its other properties.

        Attributes:
            openapi (str): The version of the OpenAPI Specification that the document follows.
            info (ContractDocumentInfo): Metadata about the API.
            paths (ContractDocumentPaths): The paths and their operations.
     """

    openapi: str
    info: ContractDocumentInfo
    paths: ContractDocumentPaths
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.contract_document_info import ContractDocumentInfo # noqa: PLC0415
        from ..models.contract_document_paths import ContractDocumentPaths # noqa: PLC0415
        openapi = self.openapi

        info = self.info.to_dict()

        paths = self.paths.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "openapi": openapi,
            "info": info,
            "paths": paths,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contract_document_info import ContractDocumentInfo # noqa: PLC0415
        from ..models.contract_document_paths import ContractDocumentPaths # noqa: PLC0415
        d = dict(src_dict)
        openapi = d.pop("openapi")

        info = ContractDocumentInfo.from_dict(d.pop("info"))




        paths = ContractDocumentPaths.from_dict(d.pop("paths"))




        contract_document = cls(
            openapi=openapi,
            info=info,
            paths=paths,
        )


        contract_document.additional_properties = d
        return contract_document

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
