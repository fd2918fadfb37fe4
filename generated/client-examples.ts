// Written by `npm run generate` from openapi.yaml. Do not edit.

/** For each operation and status, the media type and the name of each example. A response without content has none. */
export const operations = {
  "listTasks": {
    "method": "get",
    "path": "/tasks",
    "responses": {
      200: {
        "firstPage": [
          "application/json",
          "FirstPage"
        ],
        "lastPage": [
          "application/json",
          "LastPage"
        ],
        "emptyPage": [
          "application/json",
          "EmptyPage"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "invalidFilters": [
          "application/problem+json",
          "InvalidFilters"
        ],
        "invalidCursor": [
          "application/problem+json",
          "InvalidCursor"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ],
        "queryTooExpensive": [
          "application/problem+json",
          "QueryTooExpensive"
        ],
        "tooManyExpensiveQueries": [
          "application/problem+json",
          "TooManyExpensiveQueries"
        ]
      }
    }
  },
  "createTask": {
    "method": "post",
    "path": "/tasks",
    "responses": {
      201: {
        "created": [
          "application/json",
          "NewTask"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "quotaExceeded": [
          "application/problem+json",
          "QuotaExceeded"
        ]
      },
      413: {
        "bodyTooLarge": [
          "application/problem+json",
          "BodyTooLarge"
        ]
      },
      415: {
        "bodyIsXml": [
          "application/problem+json",
          "BodyIsXml"
        ],
        "bodyIsCompressed": [
          "application/problem+json",
          "BodyIsCompressed"
        ]
      },
      422: {
        "invalidTask": [
          "application/problem+json",
          "InvalidTask"
        ],
        "invalidIdempotencyKey": [
          "application/problem+json",
          "InvalidIdempotencyKey"
        ],
        "idempotencyKeyReused": [
          "application/problem+json",
          "IdempotencyKeyReused"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "batchTasks": {
    "method": "post",
    "path": "/tasks/batch",
    "responses": {
      200: {
        "created": [
          "application/json",
          "BatchCreated"
        ],
        "changed": [
          "application/json",
          "BatchChanged"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "batchConflict": [
          "application/problem+json",
          "BatchConflict"
        ],
        "batchQuotaExceeded": [
          "application/problem+json",
          "BatchQuotaExceeded"
        ]
      },
      413: {
        "bodyTooLarge": [
          "application/problem+json",
          "BodyTooLarge"
        ]
      },
      415: {
        "bodyIsXml": [
          "application/problem+json",
          "BodyIsXml"
        ],
        "bodyIsCompressed": [
          "application/problem+json",
          "BodyIsCompressed"
        ]
      },
      422: {
        "invalidBatch": [
          "application/problem+json",
          "InvalidBatch"
        ],
        "invalidIdempotencyKey": [
          "application/problem+json",
          "InvalidIdempotencyKey"
        ],
        "idempotencyKeyReused": [
          "application/problem+json",
          "IdempotencyKeyReused"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "restoreTask": {
    "method": "post",
    "path": "/tasks/{taskId}/restore",
    "responses": {
      200: {
        "inProgress": [
          "application/json",
          "TaskInProgress"
        ],
        "completed": [
          "application/json",
          "TaskCompleted"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "notInTrash": [
          "application/problem+json",
          "NotInTrash"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "storageQuotaExceeded": [
          "application/problem+json",
          "StorageQuotaExceeded"
        ]
      },
      422: {
        "invalidTaskId": [
          "application/problem+json",
          "InvalidTaskId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "getTask": {
    "method": "get",
    "path": "/tasks/{taskId}",
    "responses": {
      200: {
        "inProgress": [
          "application/json",
          "TaskInProgress"
        ],
        "completed": [
          "application/json",
          "TaskCompleted"
        ]
      },
      304: {},
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownTask": [
          "application/problem+json",
          "UnknownTask"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      412: {
        "staleVersion": [
          "application/problem+json",
          "StaleVersion"
        ]
      },
      422: {
        "invalidTaskId": [
          "application/problem+json",
          "InvalidTaskId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "replaceTask": {
    "method": "put",
    "path": "/tasks/{taskId}",
    "responses": {
      200: {
        "inProgress": [
          "application/json",
          "TaskInProgress"
        ],
        "completed": [
          "application/json",
          "TaskCompleted"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownTask": [
          "application/problem+json",
          "UnknownTask"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "storageQuotaExceeded": [
          "application/problem+json",
          "StorageQuotaExceeded"
        ]
      },
      412: {
        "staleVersion": [
          "application/problem+json",
          "StaleVersion"
        ]
      },
      413: {
        "bodyTooLarge": [
          "application/problem+json",
          "BodyTooLarge"
        ]
      },
      415: {
        "bodyIsXml": [
          "application/problem+json",
          "BodyIsXml"
        ],
        "bodyIsCompressed": [
          "application/problem+json",
          "BodyIsCompressed"
        ]
      },
      422: {
        "invalidTask": [
          "application/problem+json",
          "InvalidTask"
        ],
        "invalidTaskId": [
          "application/problem+json",
          "InvalidTaskId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "updateTask": {
    "method": "patch",
    "path": "/tasks/{taskId}",
    "responses": {
      200: {
        "inProgress": [
          "application/json",
          "TaskInProgress"
        ],
        "completed": [
          "application/json",
          "TaskCompleted"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownTask": [
          "application/problem+json",
          "UnknownTask"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "storageQuotaExceeded": [
          "application/problem+json",
          "StorageQuotaExceeded"
        ]
      },
      412: {
        "staleVersion": [
          "application/problem+json",
          "StaleVersion"
        ]
      },
      413: {
        "bodyTooLarge": [
          "application/problem+json",
          "BodyTooLarge"
        ]
      },
      415: {
        "patchIsXml": [
          "application/problem+json",
          "PatchIsXml"
        ]
      },
      422: {
        "invalidTask": [
          "application/problem+json",
          "InvalidTask"
        ],
        "invalidTaskId": [
          "application/problem+json",
          "InvalidTaskId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "deleteTask": {
    "method": "delete",
    "path": "/tasks/{taskId}",
    "responses": {
      204: {},
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownTask": [
          "application/problem+json",
          "UnknownTask"
        ]
      },
      412: {
        "staleVersion": [
          "application/problem+json",
          "StaleVersion"
        ]
      },
      422: {
        "invalidTaskId": [
          "application/problem+json",
          "InvalidTaskId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "listChanges": {
    "method": "get",
    "path": "/changes",
    "responses": {
      200: {
        "changes": [
          "application/json",
          "Changes"
        ],
        "noChanges": [
          "application/json",
          "NoChanges"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      410: {
        "cursorExpired": [
          "application/problem+json",
          "CursorExpired"
        ]
      },
      422: {
        "invalidWait": [
          "application/problem+json",
          "InvalidWait"
        ],
        "invalidChangeCursor": [
          "application/problem+json",
          "InvalidChangeCursor"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "listTrash": {
    "method": "get",
    "path": "/trash",
    "responses": {
      200: {
        "deletedTasks": [
          "application/json",
          "DeletedTasks"
        ],
        "emptyTrash": [
          "application/json",
          "EmptyPage"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ],
        "invalidCursor": [
          "application/problem+json",
          "InvalidCursor"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "eraseTask": {
    "method": "delete",
    "path": "/trash/{taskId}",
    "responses": {
      204: {},
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "notInTrash": [
          "application/problem+json",
          "NotInTrash"
        ]
      },
      422: {
        "invalidTaskId": [
          "application/problem+json",
          "InvalidTaskId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "getSummary": {
    "method": "get",
    "path": "/summary",
    "responses": {
      200: {
        "summary": [
          "application/json",
          "SummaryOfTasks"
        ],
        "noTasks": [
          "application/json",
          "NoTasks"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "listWebhooks": {
    "method": "get",
    "path": "/webhooks",
    "responses": {
      200: {
        "webhooks": [
          "application/json",
          "Webhooks"
        ],
        "noWebhooks": [
          "application/json",
          "EmptyPage"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ],
        "invalidCursor": [
          "application/problem+json",
          "InvalidCursor"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "createWebhook": {
    "method": "post",
    "path": "/webhooks",
    "responses": {
      201: {
        "created": [
          "application/json",
          "NewWebhook"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "webhookQuotaExceeded": [
          "application/problem+json",
          "WebhookQuotaExceeded"
        ]
      },
      413: {
        "bodyTooLarge": [
          "application/problem+json",
          "BodyTooLarge"
        ]
      },
      415: {
        "bodyIsXml": [
          "application/problem+json",
          "BodyIsXml"
        ],
        "bodyIsCompressed": [
          "application/problem+json",
          "BodyIsCompressed"
        ]
      },
      422: {
        "internalUrl": [
          "application/problem+json",
          "InternalUrl"
        ],
        "invalidIdempotencyKey": [
          "application/problem+json",
          "InvalidIdempotencyKey"
        ],
        "idempotencyKeyReused": [
          "application/problem+json",
          "IdempotencyKeyReused"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "testWebhook": {
    "method": "post",
    "path": "/webhooks/{webhookId}/test",
    "responses": {
      202: {
        "pending": [
          "application/json",
          "PendingDelivery"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownWebhook": [
          "application/problem+json",
          "UnknownWebhook"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "webhookDisabled": [
          "application/problem+json",
          "WebhookIsDisabled"
        ]
      },
      422: {
        "invalidWebhookId": [
          "application/problem+json",
          "InvalidWebhookId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "rotateWebhookSecret": {
    "method": "post",
    "path": "/webhooks/{webhookId}/rotate-secret",
    "responses": {
      200: {
        "rotated": [
          "application/json",
          "RotatedWebhook"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownWebhook": [
          "application/problem+json",
          "UnknownWebhook"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "invalidWebhookId": [
          "application/problem+json",
          "InvalidWebhookId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "listWebhookDeliveries": {
    "method": "get",
    "path": "/webhooks/{webhookId}/deliveries",
    "responses": {
      200: {
        "deliveries": [
          "application/json",
          "Deliveries"
        ],
        "noDeliveries": [
          "application/json",
          "EmptyPage"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownWebhook": [
          "application/problem+json",
          "UnknownWebhook"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ],
        "invalidCursor": [
          "application/problem+json",
          "InvalidCursor"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "redeliver": {
    "method": "post",
    "path": "/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver",
    "responses": {
      202: {
        "pending": [
          "application/json",
          "PendingDelivery"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownDelivery": [
          "application/problem+json",
          "UnknownDelivery"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      409: {
        "webhookDisabled": [
          "application/problem+json",
          "WebhookIsDisabled"
        ]
      },
      422: {
        "invalidWebhookId": [
          "application/problem+json",
          "InvalidWebhookId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "getWebhook": {
    "method": "get",
    "path": "/webhooks/{webhookId}",
    "responses": {
      200: {
        "enabled": [
          "application/json",
          "WebhookEnabled"
        ],
        "disabled": [
          "application/json",
          "WebhookThatFailed"
        ]
      },
      304: {},
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownWebhook": [
          "application/problem+json",
          "UnknownWebhook"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      412: {
        "staleVersion": [
          "application/problem+json",
          "StaleVersion"
        ]
      },
      422: {
        "invalidWebhookId": [
          "application/problem+json",
          "InvalidWebhookId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "updateWebhook": {
    "method": "patch",
    "path": "/webhooks/{webhookId}",
    "responses": {
      200: {
        "enabled": [
          "application/json",
          "WebhookEnabled"
        ],
        "disabled": [
          "application/json",
          "WebhookThatFailed"
        ]
      },
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownWebhook": [
          "application/problem+json",
          "UnknownWebhook"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      412: {
        "staleVersion": [
          "application/problem+json",
          "StaleVersion"
        ]
      },
      413: {
        "bodyTooLarge": [
          "application/problem+json",
          "BodyTooLarge"
        ]
      },
      415: {
        "patchIsXml": [
          "application/problem+json",
          "PatchIsXml"
        ]
      },
      422: {
        "internalUrl": [
          "application/problem+json",
          "InternalUrl"
        ],
        "invalidWebhookId": [
          "application/problem+json",
          "InvalidWebhookId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "deleteWebhook": {
    "method": "delete",
    "path": "/webhooks/{webhookId}",
    "responses": {
      204: {},
      400: {
        "malformedJson": [
          "application/problem+json",
          "MalformedJson"
        ],
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingToken": [
          "application/problem+json",
          "MissingToken"
        ],
        "expiredToken": [
          "application/problem+json",
          "ExpiredToken"
        ]
      },
      403: {
        "missingScope": [
          "application/problem+json",
          "MissingScope"
        ]
      },
      404: {
        "unknownWebhook": [
          "application/problem+json",
          "UnknownWebhook"
        ]
      },
      412: {
        "staleVersion": [
          "application/problem+json",
          "StaleVersion"
        ]
      },
      422: {
        "invalidWebhookId": [
          "application/problem+json",
          "InvalidWebhookId"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ],
        "databaseBusy": [
          "application/problem+json",
          "DatabaseBusy"
        ]
      }
    }
  },
  "getHealth": {
    "method": "get",
    "path": "/health",
    "responses": {
      200: {
        "ready": [
          "application/json",
          "HealthReady"
        ],
        "draining": [
          "application/json",
          "HealthDraining"
        ]
      },
      400: {
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      }
    }
  },
  "getLiveness": {
    "method": "get",
    "path": "/health/live",
    "responses": {
      200: {
        "alive": [
          "application/json",
          "getLiveness-200-alive"
        ]
      },
      400: {
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      }
    }
  },
  "getReadiness": {
    "method": "get",
    "path": "/health/ready",
    "responses": {
      200: {
        "ready": [
          "application/json",
          "getReadiness-200-ready"
        ]
      },
      400: {
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      },
      503: {
        "starting": [
          "application/problem+json",
          "Starting"
        ]
      }
    }
  },
  "getMetrics": {
    "method": "get",
    "path": "/metrics",
    "responses": {
      200: {
        "excerpt": [
          "text/plain; version=0.0.4; charset=utf-8",
          "MetricsExcerpt"
        ],
        "openMetricsExcerpt": [
          "application/openmetrics-text; version=1.0.0; charset=utf-8",
          "OpenMetricsExcerpt"
        ]
      },
      400: {
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      401: {
        "missingMetricsToken": [
          "application/problem+json",
          "MissingMetricsToken"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "unknownParameter": [
          "application/problem+json",
          "UnknownParameter"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      }
    }
  },
  "getContractYaml": {
    "method": "get",
    "path": "/openapi.yaml",
    "responses": {
      200: {
        "excerpt": [
          "application/yaml",
          "ContractYamlExcerpt"
        ]
      },
      304: {},
      400: {
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "invalidEntityTag": [
          "application/problem+json",
          "InvalidEntityTag"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      }
    }
  },
  "getContractJson": {
    "method": "get",
    "path": "/openapi.json",
    "responses": {
      200: {
        "excerpt": [
          "application/json",
          "ContractJsonExcerpt"
        ]
      },
      304: {},
      400: {
        "malformedUrl": [
          "application/problem+json",
          "MalformedUrl"
        ]
      },
      406: {
        "onlyXmlAccepted": [
          "application/problem+json",
          "OnlyXmlAccepted"
        ]
      },
      422: {
        "invalidEntityTag": [
          "application/problem+json",
          "InvalidEntityTag"
        ]
      },
      429: {
        "rateLimitExceeded": [
          "application/problem+json",
          "RateLimitExceeded"
        ]
      },
      500: {
        "internalError": [
          "application/problem+json",
          "InternalError"
        ]
      }
    }
  }
} as const;

export const examples: Readonly<Record<string, unknown>> = {
  "FirstPage": {
    "items": [
      {
        "id": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
        "title": "Call the supplier about the late delivery",
        "description": null,
        "status": "pending",
        "priority": "medium",
        "dueAt": null,
        "tags": [],
        "createdAt": "2026-03-05T16:20:05.518Z",
        "updatedAt": "2026-03-05T16:20:05.518Z",
        "completedAt": null,
        "version": 1
      },
      {
        "id": "019cb802-b196-7a01-b6d4-9f8e7d6c5b4a",
        "title": "Book a table for the team lunch",
        "description": "Eight people, two of them vegan.",
        "status": "pending",
        "priority": "low",
        "dueAt": null,
        "tags": [],
        "createdAt": "2026-03-04T08:41:50.230Z",
        "updatedAt": "2026-03-04T08:41:50.230Z",
        "completedAt": null,
        "version": 1
      },
      {
        "id": "019cb401-9f0f-7c55-8e12-0a9b8c7d6e5f",
        "title": "Renew the TLS certificate of the staging site",
        "description": null,
        "status": "completed",
        "priority": "urgent",
        "dueAt": "2026-03-05T22:59:59.000Z",
        "tags": [
          "infrastructure"
        ],
        "createdAt": "2026-03-03T14:02:11.087Z",
        "updatedAt": "2026-03-05T16:20:05.518Z",
        "completedAt": "2026-03-05T16:20:05.518Z",
        "version": 3
      }
    ],
    "nextCursor": "5XhJr0c2Vd0WyIwMTljYWRkNC1jMTM0LTdiMmUtOWM0MS01ZDBmNmE3ZThiOTAiXQ"
  },
  "LastPage": {
    "items": [
      {
        "id": "019cadd4-c134-7b2e-9c41-5d0f6a7e8b90",
        "title": "Write the release notes for 2.4",
        "description": "Group the changes by audience. Ask Mira about the import fix.",
        "status": "in_progress",
        "priority": "high",
        "dueAt": "2026-03-06T16:00:00.000Z",
        "tags": [
          "release",
          "docs"
        ],
        "createdAt": "2026-03-02T09:15:27.412Z",
        "updatedAt": "2026-03-04T08:41:50.230Z",
        "completedAt": null,
        "version": 3
      }
    ],
    "nextCursor": null
  },
  "EmptyPage": {
    "items": [],
    "nextCursor": null
  },
  "MalformedJson": {
    "type": "urn:problem-type:task-manager-api:malformed-request",
    "title": "Malformed request",
    "status": 400,
    "detail": "The body is not valid JSON (line 1, column 14).",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#malformed-request"
  },
  "MalformedUrl": {
    "type": "urn:problem-type:task-manager-api:malformed-request",
    "title": "Malformed request",
    "status": 400,
    "detail": "The URL contains invalid percent-encoding or invalid UTF-8.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#malformed-request"
  },
  "MissingToken": {
    "type": "urn:problem-type:task-manager-api:unauthorized",
    "title": "Unauthorized",
    "status": 401,
    "detail": "Send a bearer token in the Authorization header.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#unauthorized"
  },
  "ExpiredToken": {
    "type": "urn:problem-type:task-manager-api:unauthorized",
    "title": "Unauthorized",
    "status": 401,
    "detail": "The token has expired.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#unauthorized"
  },
  "MissingScope": {
    "type": "urn:problem-type:task-manager-api:insufficient-scope",
    "title": "Insufficient scope",
    "status": 403,
    "detail": "This operation requires the scope tasks:write.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#insufficient-scope"
  },
  "OnlyXmlAccepted": {
    "type": "urn:problem-type:task-manager-api:not-acceptable",
    "title": "No acceptable representation",
    "status": 406,
    "detail": "This operation returns application/json.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#not-acceptable"
  },
  "InvalidFilters": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 2 validation errors.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#validation-failed",
    "errors": [
      {
        "location": "query",
        "name": "status",
        "code": "enum",
        "detail": "must be one of pending, in_progress, completed, cancelled"
      },
      {
        "location": "query",
        "name": "limit",
        "code": "maximum",
        "detail": "must be at most 100"
      }
    ]
  },
  "InvalidCursor": {
    "type": "urn:problem-type:task-manager-api:invalid-cursor",
    "title": "Invalid cursor",
    "status": 422,
    "detail": "The cursor was altered or belongs to a different query.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#invalid-cursor",
    "errors": [
      {
        "location": "query",
        "name": "cursor",
        "code": "invalidCursor",
        "detail": "does not match the filters and the order"
      }
    ]
  },
  "RateLimitExceeded": {
    "type": "urn:problem-type:task-manager-api:too-many-requests",
    "title": "Too many requests",
    "status": 429,
    "detail": "The quota of requests is used up. Try again in 1 second.",
    "policy": "requests",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#too-many-requests"
  },
  "InternalError": {
    "type": "urn:problem-type:task-manager-api:internal-error",
    "title": "Internal error",
    "status": 500,
    "detail": "An unexpected error occurred. Report the requestId if it happens again.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#internal-error"
  },
  "Starting": {
    "type": "urn:problem-type:task-manager-api:service-unavailable",
    "title": "Service unavailable",
    "status": 503,
    "detail": "The service is starting.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#service-unavailable"
  },
  "DatabaseBusy": {
    "type": "urn:problem-type:task-manager-api:service-unavailable",
    "title": "Service unavailable",
    "status": 503,
    "detail": "The database is locked by another writer.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#service-unavailable"
  },
  "QueryTooExpensive": {
    "type": "urn:problem-type:task-manager-api:query-too-expensive",
    "title": "Query too expensive",
    "status": 503,
    "detail": "The list took too long and was stopped. No index serves tag and q sorted by due. Use fewer or more selective filters, or another order.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#query-too-expensive"
  },
  "TooManyExpensiveQueries": {
    "type": "urn:problem-type:task-manager-api:query-too-expensive",
    "title": "Query too expensive",
    "status": 503,
    "detail": "Too many of your expensive lists are in progress. No index serves tag and q sorted by due. Use fewer or more selective filters, or another order.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#query-too-expensive"
  },
  "NewTask": {
    "id": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
    "title": "Call the supplier about the late delivery",
    "description": null,
    "status": "pending",
    "priority": "medium",
    "dueAt": null,
    "tags": [],
    "createdAt": "2026-03-05T16:20:05.518Z",
    "updatedAt": "2026-03-05T16:20:05.518Z",
    "completedAt": null,
    "version": 1
  },
  "QuotaExceeded": {
    "type": "urn:problem-type:task-manager-api:quota-exceeded",
    "title": "Quota exceeded",
    "status": 409,
    "detail": "You have reached the limit of 1000000 tasks. Delete tasks before you create more.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#quota-exceeded"
  },
  "BodyTooLarge": {
    "type": "urn:problem-type:task-manager-api:content-too-large",
    "title": "Content too large",
    "status": 413,
    "detail": "The body must not exceed 73728 bytes.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#content-too-large"
  },
  "BodyIsXml": {
    "type": "urn:problem-type:task-manager-api:unsupported-media-type",
    "title": "Unsupported media type",
    "status": 415,
    "detail": "Unsupported Content-Type: application/xml. Use application/json.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#unsupported-media-type"
  },
  "BodyIsCompressed": {
    "type": "urn:problem-type:task-manager-api:unsupported-media-type",
    "title": "Unsupported media type",
    "status": 415,
    "detail": "Unsupported Content-Encoding: gzip. Send the body uncompressed.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#unsupported-media-type"
  },
  "InvalidTask": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 3 validation errors.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#validation-failed",
    "errors": [
      {
        "location": "body",
        "pointer": "/title",
        "code": "minLength",
        "detail": "must have at least 1 character"
      },
      {
        "location": "body",
        "pointer": "/priority",
        "code": "enum",
        "detail": "must be one of low, medium, high, urgent"
      },
      {
        "location": "body",
        "pointer": "/tags/1",
        "code": "pattern",
        "detail": "must contain only lower-case letters, digits, - and _, and start with a letter or digit"
      }
    ]
  },
  "InvalidIdempotencyKey": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 1 validation error.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#validation-failed",
    "errors": [
      {
        "location": "header",
        "name": "Idempotency-Key",
        "code": "pattern",
        "detail": "must be enclosed in double quotes, as in \"8e03978e-40d5-43e8-bc93-6894a57f9324\""
      }
    ]
  },
  "IdempotencyKeyReused": {
    "type": "urn:problem-type:task-manager-api:idempotency-key-reused",
    "title": "Idempotency key reused",
    "status": 422,
    "detail": "This Idempotency-Key was used with a different body.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#idempotency-key-reused",
    "errors": [
      {
        "location": "header",
        "name": "Idempotency-Key",
        "code": "keyReused",
        "detail": "was used with a different body within the last 24 hours"
      }
    ]
  },
  "BatchCreated": {
    "results": [
      {
        "type": "created",
        "taskId": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
        "version": 1
      },
      {
        "type": "created",
        "taskId": "019cbecc-990e-7d10-b4d3-2c3b4a5f6e7d",
        "version": 1
      }
    ]
  },
  "BatchChanged": {
    "results": [
      {
        "type": "created",
        "taskId": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
        "version": 1
      },
      {
        "type": "updated",
        "taskId": "019cadd4-c134-7b2e-9c41-5d0f6a7e8b90",
        "version": 4
      },
      {
        "type": "deleted",
        "taskId": "019cb802-b196-7a01-b6d4-9f8e7d6c5b4a"
      }
    ]
  },
  "BatchConflict": {
    "type": "urn:problem-type:task-manager-api:batch-conflict",
    "title": "Batch conflict",
    "status": 409,
    "detail": "2 operations conflict with the stored tasks. Nothing was changed.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#batch-conflict",
    "errors": [
      {
        "location": "body",
        "pointer": "/operations/0/version",
        "code": "versionMismatch",
        "detail": "is not the current version, 4"
      },
      {
        "location": "body",
        "pointer": "/operations/1/taskId",
        "code": "taskNotFound",
        "detail": "is not the id of one of your tasks"
      }
    ]
  },
  "BatchQuotaExceeded": {
    "type": "urn:problem-type:task-manager-api:batch-conflict",
    "title": "Batch conflict",
    "status": 409,
    "detail": "1 operation conflicts with the stored tasks. Nothing was changed.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#batch-conflict",
    "errors": [
      {
        "location": "body",
        "pointer": "/operations/1",
        "code": "quotaExceeded",
        "detail": "exceeds the limit of 1000000 tasks"
      }
    ]
  },
  "InvalidBatch": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 3 validation errors.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#validation-failed",
    "errors": [
      {
        "location": "body",
        "pointer": "/operations/0/task/title",
        "code": "minLength",
        "detail": "must have at least 1 character"
      },
      {
        "location": "body",
        "pointer": "/operations/1/taskId",
        "code": "required",
        "detail": "is required"
      },
      {
        "location": "body",
        "pointer": "/operations/2/type",
        "code": "enum",
        "detail": "must be one of create, update, delete"
      }
    ]
  },
  "TaskInProgress": {
    "id": "019cadd4-c134-7b2e-9c41-5d0f6a7e8b90",
    "title": "Write the release notes for 2.4",
    "description": "Group the changes by audience. Ask Mira about the import fix.",
    "status": "in_progress",
    "priority": "high",
    "dueAt": "2026-03-06T16:00:00.000Z",
    "tags": [
      "release",
      "docs"
    ],
    "createdAt": "2026-03-02T09:15:27.412Z",
    "updatedAt": "2026-03-04T08:41:50.230Z",
    "completedAt": null,
    "version": 3
  },
  "TaskCompleted": {
    "id": "019cb401-9f0f-7c55-8e12-0a9b8c7d6e5f",
    "title": "Renew the TLS certificate of the staging site",
    "description": null,
    "status": "completed",
    "priority": "urgent",
    "dueAt": "2026-03-05T22:59:59.000Z",
    "tags": [
      "infrastructure"
    ],
    "createdAt": "2026-03-03T14:02:11.087Z",
    "updatedAt": "2026-03-05T16:20:05.518Z",
    "completedAt": "2026-03-05T16:20:05.518Z",
    "version": 3
  },
  "NotInTrash": {
    "type": "urn:problem-type:task-manager-api:task-not-found",
    "title": "Task not found",
    "status": 404,
    "detail": "You have no deleted task with the id 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#task-not-found"
  },
  "StorageQuotaExceeded": {
    "type": "urn:problem-type:task-manager-api:quota-exceeded",
    "title": "Quota exceeded",
    "status": 409,
    "detail": "Your tasks have reached the limit of 1000000000 bytes. Delete or shorten tasks before you add more.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#quota-exceeded"
  },
  "InvalidTaskId": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 1 validation error.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#validation-failed",
    "errors": [
      {
        "location": "path",
        "name": "taskId",
        "code": "format",
        "detail": "must be a valid UUID"
      }
    ]
  },
  "UnknownTask": {
    "type": "urn:problem-type:task-manager-api:task-not-found",
    "title": "Task not found",
    "status": 404,
    "detail": "You have no task with the id 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#task-not-found"
  },
  "StaleVersion": {
    "type": "urn:problem-type:task-manager-api:precondition-failed",
    "title": "Precondition failed",
    "status": 412,
    "detail": "The task is now at version \"4\", so the precondition failed.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#precondition-failed"
  },
  "PatchIsXml": {
    "type": "urn:problem-type:task-manager-api:unsupported-media-type",
    "title": "Unsupported media type",
    "status": 415,
    "detail": "Unsupported Content-Type: application/xml. Use application/merge-patch+json or application/json.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#unsupported-media-type"
  },
  "Changes": {
    "items": [
      {
        "type": "upserted",
        "taskId": "019cadd4-c134-7b2e-9c41-5d0f6a7e8b90",
        "task": {
          "id": "019cadd4-c134-7b2e-9c41-5d0f6a7e8b90",
          "title": "Write the release notes for 2.4",
          "description": "Group the changes by audience. Ask Mira about the import fix.",
          "status": "in_progress",
          "priority": "high",
          "dueAt": "2026-03-06T16:00:00.000Z",
          "tags": [
            "release",
            "docs"
          ],
          "createdAt": "2026-03-02T09:15:27.412Z",
          "updatedAt": "2026-03-04T08:41:50.230Z",
          "completedAt": null,
          "version": 3
        }
      },
      {
        "type": "deleted",
        "taskId": "019cb802-b196-7a01-b6d4-9f8e7d6c5b4a",
        "deletedAt": "2026-03-05T16:20:05.518Z"
      }
    ],
    "nextCursor": "Xt0XhQj1c2VWyI1ZjQ4YzE5YTA3ZDNiZTYyIiwiMTg4NDUyMTU0OTg5NTc2MDQ0OCJd",
    "hasMore": false
  },
  "NoChanges": {
    "items": [],
    "nextCursor": "Xt0XhQj1c2VWyI1ZjQ4YzE5YTA3ZDNiZTYyIiwiMTg4NDUyMTU0OTg5NTc2MDQ0OCJd",
    "hasMore": false
  },
  "CursorExpired": {
    "type": "urn:problem-type:task-manager-api:cursor-expired",
    "title": "Cursor expired",
    "status": 410,
    "detail": "Some changes after this cursor are no longer available. Start over without a cursor.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#cursor-expired"
  },
  "InvalidWait": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 1 validation error.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#validation-failed",
    "errors": [
      {
        "location": "query",
        "name": "wait",
        "code": "maximum",
        "detail": "must be at most 30"
      }
    ]
  },
  "InvalidChangeCursor": {
    "type": "urn:problem-type:task-manager-api:invalid-cursor",
    "title": "Invalid cursor",
    "status": 422,
    "detail": "The cursor was altered or belongs to another user.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#invalid-cursor",
    "errors": [
      {
        "location": "query",
        "name": "since",
        "code": "invalidCursor",
        "detail": "must be the nextCursor of a previous page of your changes"
      }
    ]
  },
  "DeletedTasks": {
    "items": [
      {
        "task": {
          "id": "019cb802-b196-7a01-b6d4-9f8e7d6c5b4a",
          "title": "Book a table for the team lunch",
          "description": "Eight people, two of them vegan.",
          "status": "pending",
          "priority": "low",
          "dueAt": null,
          "tags": [],
          "createdAt": "2026-03-04T08:41:50.230Z",
          "updatedAt": "2026-03-04T08:41:50.230Z",
          "completedAt": null,
          "version": 1
        },
        "deletedAt": "2026-03-05T16:20:05.518Z"
      }
    ],
    "nextCursor": "5XhJr0c2Vd0WyIxODg0NTIxNTQ5ODk1NzYwNDQ4Il0"
  },
  "UnknownParameter": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 1 validation error.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#validation-failed",
    "errors": [
      {
        "location": "query",
        "name": "verbos",
        "code": "unknownParameter",
        "detail": "is not a known parameter"
      }
    ]
  },
  "SummaryOfTasks": {
    "total": 42,
    "byStatus": {
      "pending": 17,
      "in_progress": 4,
      "completed": 19,
      "cancelled": 2
    },
    "byPriority": {
      "low": 9,
      "medium": 21,
      "high": 10,
      "urgent": 2
    },
    "overdue": 3
  },
  "NoTasks": {
    "total": 0,
    "byStatus": {
      "pending": 0,
      "in_progress": 0,
      "completed": 0,
      "cancelled": 0
    },
    "byPriority": {
      "low": 0,
      "medium": 0,
      "high": 0,
      "urgent": 0
    },
    "overdue": 0
  },
  "Webhooks": {
    "items": [
      {
        "id": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
        "url": "https://hooks.example.com/tasks",
        "description": "Updates the dashboard of the team",
        "events": [
          "task.created",
          "task.updated",
          "task.completed",
          "task.deleted",
          "task.restored"
        ],
        "status": "enabled",
        "disabledReason": null,
        "previousSecretExpiresAt": null,
        "createdAt": "2026-03-05T16:20:05.518Z",
        "updatedAt": "2026-03-05T16:20:05.518Z",
        "version": 1
      }
    ],
    "nextCursor": null
  },
  "NewWebhook": {
    "id": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
    "url": "https://hooks.example.com/tasks",
    "description": "Updates the dashboard of the team",
    "events": [
      "task.created",
      "task.updated",
      "task.completed",
      "task.deleted",
      "task.restored"
    ],
    "status": "enabled",
    "disabledReason": null,
    "previousSecretExpiresAt": null,
    "createdAt": "2026-03-05T16:20:05.518Z",
    "updatedAt": "2026-03-05T16:20:05.518Z",
    "version": 1,
    "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDNvgEYfD1ZXY="
  },
  "WebhookQuotaExceeded": {
    "type": "urn:problem-type:task-manager-api:quota-exceeded",
    "title": "Quota exceeded",
    "status": 409,
    "detail": "You have reached the limit of 10 webhooks. Delete webhooks before you create more.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#quota-exceeded"
  },
  "InternalUrl": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 1 validation error.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#validation-failed",
    "errors": [
      {
        "location": "body",
        "pointer": "/url",
        "code": "forbiddenUrl",
        "detail": "must not point to a private address"
      }
    ]
  },
  "PendingDelivery": {
    "id": "019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f",
    "eventType": "webhook.test",
    "status": "pending",
    "createdAt": "2026-03-05T16:38:08.320Z",
    "deliveredAt": null,
    "nextAttemptAt": "2026-03-05T16:38:08.320Z",
    "attempts": []
  },
  "UnknownWebhook": {
    "type": "urn:problem-type:task-manager-api:webhook-not-found",
    "title": "Webhook not found",
    "status": 404,
    "detail": "You have no webhook with the id 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#webhook-not-found"
  },
  "WebhookIsDisabled": {
    "type": "urn:problem-type:task-manager-api:webhook-disabled",
    "title": "Webhook disabled",
    "status": 409,
    "detail": "The webhook is disabled: disabledByOwner. Set its status to enabled.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../../docs/problems#webhook-disabled"
  },
  "InvalidWebhookId": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 1 validation error.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../docs/problems#validation-failed",
    "errors": [
      {
        "location": "path",
        "name": "webhookId",
        "code": "format",
        "detail": "must be a valid UUID"
      }
    ]
  },
  "RotatedWebhook": {
    "id": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
    "url": "https://hooks.example.com/tasks",
    "description": "Updates the dashboard of the team",
    "events": [
      "task.created",
      "task.updated",
      "task.completed",
      "task.deleted",
      "task.restored"
    ],
    "status": "enabled",
    "disabledReason": null,
    "previousSecretExpiresAt": "2026-03-07T08:00:00.000Z",
    "createdAt": "2026-03-05T16:20:05.518Z",
    "updatedAt": "2026-03-06T08:00:00.000Z",
    "version": 2,
    "secret": "whsec_plJ3nmyCDGBKInavdOK15jsl3pmFmXJ5pVmfT1bqWQs="
  },
  "Deliveries": {
    "items": [
      {
        "id": "019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f",
        "eventType": "task.completed",
        "status": "delivered",
        "createdAt": "2026-03-05T16:38:08.320Z",
        "deliveredAt": "2026-03-05T16:38:13.991Z",
        "nextAttemptAt": null,
        "attempts": [
          {
            "at": "2026-03-05T16:38:13.871Z",
            "status": 204,
            "error": null,
            "durationMs": 120
          },
          {
            "at": "2026-03-05T16:38:08.344Z",
            "status": 503,
            "error": null,
            "durationMs": 87
          }
        ]
      }
    ],
    "nextCursor": null
  },
  "UnknownDelivery": {
    "type": "urn:problem-type:task-manager-api:delivery-not-found",
    "title": "Delivery not found",
    "status": 404,
    "detail": "The webhook has no delivery with the id 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "../../../../docs/problems#delivery-not-found"
  },
  "WebhookEnabled": {
    "id": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
    "url": "https://hooks.example.com/tasks",
    "description": "Updates the dashboard of the team",
    "events": [
      "task.created",
      "task.updated",
      "task.completed",
      "task.deleted",
      "task.restored"
    ],
    "status": "enabled",
    "disabledReason": null,
    "previousSecretExpiresAt": null,
    "createdAt": "2026-03-05T16:20:05.518Z",
    "updatedAt": "2026-03-05T16:20:05.518Z",
    "version": 1
  },
  "WebhookThatFailed": {
    "id": "019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c",
    "url": "https://hooks.example.com/tasks",
    "description": "Updates the dashboard of the team",
    "events": [
      "task.created",
      "task.updated",
      "task.completed",
      "task.deleted",
      "task.restored"
    ],
    "status": "disabled",
    "disabledReason": "deliveryFailed",
    "previousSecretExpiresAt": null,
    "createdAt": "2026-03-05T16:20:05.518Z",
    "updatedAt": "2026-03-09T11:32:40.004Z",
    "version": 2
  },
  "HealthReady": {
    "status": "ready",
    "version": "1.0.0",
    "contractVersion": "1.0.0",
    "uptimeSeconds": 86412.5
  },
  "HealthDraining": {
    "status": "draining",
    "version": "1.0.0",
    "contractVersion": "1.0.0",
    "uptimeSeconds": 90011.2
  },
  "getLiveness-200-alive": {
    "status": "alive"
  },
  "getReadiness-200-ready": {
    "status": "ready"
  },
  "MetricsExcerpt": "# HELP api_requests_total HTTP requests, by method, path template and status.\n# TYPE api_requests_total counter\napi_requests_total{method=\"GET\",endpoint=\"/tasks\",status=\"200\"} 1027\n",
  "OpenMetricsExcerpt": "# HELP api_requests HTTP requests, by method, path template and status.\n# TYPE api_requests counter\napi_requests_total{method=\"GET\",endpoint=\"/tasks\",status=\"200\"} 1027\n# EOF\n",
  "MissingMetricsToken": {
    "type": "urn:problem-type:task-manager-api:unauthorized",
    "title": "Unauthorized",
    "status": 401,
    "detail": "/metrics requires the metrics token.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#unauthorized"
  },
  "ContractYamlExcerpt": "openapi: 3.1.1\ninfo:\n  title: Task Manager API\n  version: 1.0.0\n",
  "InvalidEntityTag": {
    "type": "urn:problem-type:task-manager-api:validation-failed",
    "title": "Validation failed",
    "status": 422,
    "detail": "The request has 1 validation error.",
    "requestId": "019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6",
    "help": "docs/problems#validation-failed",
    "errors": [
      {
        "location": "header",
        "name": "If-None-Match",
        "code": "pattern",
        "detail": "must be entity tags in double quotes, separated by commas, or *"
      }
    ]
  },
  "ContractJsonExcerpt": {
    "openapi": "3.1.1",
    "info": {
      "title": "Task Manager API",
      "version": "1.0.0"
    },
    "paths": {}
  }
};
