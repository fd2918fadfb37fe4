from enum import StrEnum

class ListTasksSort(StrEnum):
    COMPLETED = "completed"
    COMPLETED_DESC = "-completed"
    CREATED = "created"
    CREATED_DESC = "-created"
    DUE = "due"
    DUE_DESC = "-due"
    PRIORITY = "priority"
    PRIORITY_DESC = "-priority"
    UPDATED = "updated"
    UPDATED_DESC = "-updated"

    def __str__(self) -> str:
        return str(self.value)
