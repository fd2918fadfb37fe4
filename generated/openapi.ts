// Written by `npm run generate` from openapi.yaml. Do not edit.

export interface paths {
    "/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your tasks
         * @description Returns a page of your tasks, newest first by default. Repeat a filter to match any of several values
         *     (`status=pending&status=in_progress`). Different filters are combined with AND.
         *
         *     The cost of a page does not depend on the number of tasks for any order without a filter, and for
         *     filters in one of these orders: `status`, `priority` or `tag` (one of them, with any number of values)
         *     by creation, `status` by due date, `priority` by priority, and filters by time in the order of that
         *     time. Other combinations read or sort more tasks than they return. They are stopped after a few
         *     seconds with 503 and the type `query-too-expensive`, and only a few of them run at once.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Create a task
         * @description Creates a task. Only `title` is required; other fields default as documented. `Location` is the URL of
         *     the new task, and `ETag` is its version.
         *
         *     Send an `Idempotency-Key` to make retries safe.
         */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change several tasks
         * @description Applies up to 100 creates, updates and deletes in the order of the request. Either all of them are applied, or
         *     none. `results` has one item for each operation. If operations conflict with the stored tasks, the API returns
         *     409 with all conflicts and changes nothing. `version` must be the version of the task before the operation. A
         *     second operation on the same task must therefore have the version that the first one creates.
         *
         *     Send an `Idempotency-Key` to make retries safe. One key covers the batch. The rate limit counts each operation
         *     as a request: all operations after the first are charged once the batch is valid. A body must not exceed
         *     1 MiB.
         */
        post: operations["batchTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a deleted task
         * @description Takes a task out of the trash. It keeps its id and its fields, and gets a new version and a new `updatedAt`. A
         *     task that is not deleted is returned unchanged, so the request is safe to repeat.
         */
        post: operations["restoreTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        /**
         * Get a task
         * @description Returns one of your tasks. Send the `ETag` of an earlier response in `If-None-Match` to receive 304
         *     without a body if the task has not changed.
         */
        get: operations["getTask"];
        /**
         * Replace a task
         * @description Replaces all writable fields of a task. Omitted fields are reset to their defaults; to change individual
         *     fields, use PATCH. PUT does not create tasks: the API returns 404 for an unknown `taskId`. A replacement that
         *     changes nothing leaves the version and `updatedAt` as they are.
         */
        put: operations["replaceTask"];
        post?: never;
        /**
         * Delete a task
         * @description Deletes one of your tasks. A second request for the same task returns 404. The task can be restored while it is
         *     in the trash.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * Update a task
         * @description Applies a JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): send only the fields to
         *     change. Null clears `description`, `dueAt` or `tags`. `tags` is replaced as a whole. Setting `status` to
         *     `completed` sets `completedAt`; any other status clears it. A patch that changes nothing leaves the version
         *     and `updatedAt` as they are.
         */
        patch: operations["updateTask"];
        trace?: never;
    };
    "/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your changes
         * @description Returns your changed tasks and deletions in the order of their last change. A page contains each task at most
         *     once, in its current state. Apply the items in order: store an `upserted` task under its id, and remove a
         *     `deleted` one if you have it.
         *
         *     Without `since`, the list starts from the beginning, for a first copy. Request page after page until `hasMore`
         *     is false; changes that happen during the first copy do not prolong it. Then keep `nextCursor`, and send it as
         *     `since` later. It is never null and does not expire while you use it regularly. With `wait`, an empty page
         *     waits for a change.
         *
         *     The API returns 410 when it can no longer list everything after the cursor, for example because it no longer
         *     stores the deletions from that time, or because the database was restored from a backup. Then start over without
         *     `since`, and remove every task that the new first copy does not contain.
         *
         *     The cost of a page does not depend on the number of tasks.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your deleted tasks
         * @description Returns a page of the tasks that can be restored, the latest deletion first.
         */
        get: operations["listTrash"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trash/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase a deleted task
         * @description Erases a task in the trash. It can no longer be restored.
         */
        delete: operations["eraseTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count your tasks
         * @description Returns the number of your tasks by status and by priority, and how many are overdue: `pending` or
         *     `in_progress` with a `dueAt` in the past. The cost does not depend on the number of tasks.
         */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your webhooks
         * @description Returns a page of your webhooks, newest first.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Creates a webhook. From then on, its URL receives events of the listed types. The response contains the secret
         *     that signs the events; no later response shows it. `Location` is the URL of the new webhook, and `ETag` is its
         *     version.
         *
         *     The URL must use `https` and lead to a public address. Send a test event to try it.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description Sends an event of the type `webhook.test`, whatever types the webhook lists. The API signs and retries it like
         *     any other event. `GET /webhooks/{webhookId}/deliveries` shows the outcome.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret of a webhook
         * @description Replaces the secret, and returns the new one. For 24 hours, each request has a signature with the new secret and
         *     one with the previous secret, so that receivers can switch without losing an event. Another rotation within this
         *     time invalidates the oldest of the three secrets.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        /**
         * List the deliveries of a webhook
         * @description Returns a page of the deliveries of a webhook with their attempts, newest first. The list contains at most 1,000
         *     delivered events, and keeps them for 7 days by default.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
                /**
                 * @description The `id` of the delivery.
                 * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                 */
                deliveryId: components["parameters"]["DeliveryIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event again
         * @description Sends an event again, as soon as possible and with the same `webhook-id`, whether or not it was delivered
         *     before. The API retries it like a new event.
         */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description Returns one of your webhooks, without its secret. Send the `ETag` of an earlier response in `If-None-Match` to
         *     receive 304 without a body if the webhook has not changed.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Deletes one of your webhooks with its deliveries. Undelivered events are discarded.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Update a webhook
         * @description Applies a JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): send only the fields to change.
         *     Null clears `description`. Set `status` to `disabled` to pause the webhook; it then receives no events. Set it
         *     to `enabled` to resume: undelivered events from before the pause are tried again.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the service status
         * @description Returns 200 with the version and the uptime of the process, in every state.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check liveness
         * @description For liveness probes. Returns 200 as long as the process responds. It does not check the database, so
         *     that a database outage does not restart the process.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check readiness
         * @description For readiness probes and load balancers. Returns 200 when the service can handle task operations, and
         *     503 while it starts, drains, or cannot reach its database.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics
         * @description Returns metrics in the Prometheus text format, or in OpenMetrics if `Accept` prefers it. If a metrics token is
         *     configured, the operation requires it as a bearer token and does not accept user tokens.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the contract as YAML
         * @description Returns this document byte for byte, including comments. The `ETag` changes only with its content and its content
         *     coding: brotli or gzip, if `Accept-Encoding` allows it.
         */
        get: operations["getContractYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the contract as JSON
         * @description Returns this document as JSON, for tools that cannot read YAML.
         */
        get: operations["getContractJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "task.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A task was created
         * @description You created a task.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /**
                     * @description The `id` of the delivery. Every attempt has the same id, so that receivers can ignore duplicates.
                     * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                     */
                    "webhook-id": components["parameters"]["WebhookIdHeader"];
                    /**
                     * @description When the attempt was made, in seconds since 1970. The signature includes it.
                     * @example 1772727605
                     */
                    "webhook-timestamp": components["parameters"]["WebhookTimestampHeader"];
                    /**
                     * @description One signature for each valid secret, separated by spaces: `v1,` and the Base64 of an HMAC-SHA256 over the id, the
                     *     timestamp and the body. Verify it with a library of Standard Webhooks.
                     * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                     */
                    "webhook-signature": components["parameters"]["WebhookSignatureHeader"];
                };
                path?: never;
                cookie?: never;
            };
            /** @description The event. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskEvent"];
                };
            };
            responses: {
                /** @description The receiver has accepted the event. Any other status from 200 to 299 has the same meaning. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A task was changed
         * @description You changed a task without completing it.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /**
                     * @description The `id` of the delivery. Every attempt has the same id, so that receivers can ignore duplicates.
                     * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                     */
                    "webhook-id": components["parameters"]["WebhookIdHeader"];
                    /**
                     * @description When the attempt was made, in seconds since 1970. The signature includes it.
                     * @example 1772727605
                     */
                    "webhook-timestamp": components["parameters"]["WebhookTimestampHeader"];
                    /**
                     * @description One signature for each valid secret, separated by spaces: `v1,` and the Base64 of an HMAC-SHA256 over the id, the
                     *     timestamp and the body. Verify it with a library of Standard Webhooks.
                     * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                     */
                    "webhook-signature": components["parameters"]["WebhookSignatureHeader"];
                };
                path?: never;
                cookie?: never;
            };
            /** @description The event. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskEvent"];
                };
            };
            responses: {
                /** @description The receiver has accepted the event. Any other status from 200 to 299 has the same meaning. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A task was completed
         * @description You changed the status of a task to `completed`.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /**
                     * @description The `id` of the delivery. Every attempt has the same id, so that receivers can ignore duplicates.
                     * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                     */
                    "webhook-id": components["parameters"]["WebhookIdHeader"];
                    /**
                     * @description When the attempt was made, in seconds since 1970. The signature includes it.
                     * @example 1772727605
                     */
                    "webhook-timestamp": components["parameters"]["WebhookTimestampHeader"];
                    /**
                     * @description One signature for each valid secret, separated by spaces: `v1,` and the Base64 of an HMAC-SHA256 over the id, the
                     *     timestamp and the body. Verify it with a library of Standard Webhooks.
                     * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                     */
                    "webhook-signature": components["parameters"]["WebhookSignatureHeader"];
                };
                path?: never;
                cookie?: never;
            };
            /** @description The event. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskEvent"];
                };
            };
            responses: {
                /** @description The receiver has accepted the event. Any other status from 200 to 299 has the same meaning. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A task was deleted
         * @description You deleted a task. `data.task` is the task as it was.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /**
                     * @description The `id` of the delivery. Every attempt has the same id, so that receivers can ignore duplicates.
                     * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                     */
                    "webhook-id": components["parameters"]["WebhookIdHeader"];
                    /**
                     * @description When the attempt was made, in seconds since 1970. The signature includes it.
                     * @example 1772727605
                     */
                    "webhook-timestamp": components["parameters"]["WebhookTimestampHeader"];
                    /**
                     * @description One signature for each valid secret, separated by spaces: `v1,` and the Base64 of an HMAC-SHA256 over the id, the
                     *     timestamp and the body. Verify it with a library of Standard Webhooks.
                     * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                     */
                    "webhook-signature": components["parameters"]["WebhookSignatureHeader"];
                };
                path?: never;
                cookie?: never;
            };
            /** @description The event. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskEvent"];
                };
            };
            responses: {
                /** @description The receiver has accepted the event. Any other status from 200 to 299 has the same meaning. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.restored": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A task was restored
         * @description You took a task out of the trash.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /**
                     * @description The `id` of the delivery. Every attempt has the same id, so that receivers can ignore duplicates.
                     * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                     */
                    "webhook-id": components["parameters"]["WebhookIdHeader"];
                    /**
                     * @description When the attempt was made, in seconds since 1970. The signature includes it.
                     * @example 1772727605
                     */
                    "webhook-timestamp": components["parameters"]["WebhookTimestampHeader"];
                    /**
                     * @description One signature for each valid secret, separated by spaces: `v1,` and the Base64 of an HMAC-SHA256 over the id, the
                     *     timestamp and the body. Verify it with a library of Standard Webhooks.
                     * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                     */
                    "webhook-signature": components["parameters"]["WebhookSignatureHeader"];
                };
                path?: never;
                cookie?: never;
            };
            /** @description The event. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskEvent"];
                };
            };
            responses: {
                /** @description The receiver has accepted the event. Any other status from 200 to 299 has the same meaning. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A test
         * @description You sent a test event.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /**
                     * @description The `id` of the delivery. Every attempt has the same id, so that receivers can ignore duplicates.
                     * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                     */
                    "webhook-id": components["parameters"]["WebhookIdHeader"];
                    /**
                     * @description When the attempt was made, in seconds since 1970. The signature includes it.
                     * @example 1772727605
                     */
                    "webhook-timestamp": components["parameters"]["WebhookTimestampHeader"];
                    /**
                     * @description One signature for each valid secret, separated by spaces: `v1,` and the Base64 of an HMAC-SHA256 over the id, the
                     *     timestamp and the body. Verify it with a library of Standard Webhooks.
                     * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                     */
                    "webhook-signature": components["parameters"]["WebhookSignatureHeader"];
                };
                path?: never;
                cookie?: never;
            };
            /** @description The event. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TestEvent"];
                };
            };
            responses: {
                /** @description The receiver has accepted the event. Any other status from 200 to 299 has the same meaning. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        TaskId: TaskId;
        TaskStatus: TaskStatus;
        TaskPriority: TaskPriority;
        TaskTitle: TaskTitle;
        TaskDescription: TaskDescription;
        Tag: Tag;
        Tags: Tags;
        DateTime: DateTime;
        DueAt: DueAt;
        UtcDateTime: UtcDateTime;
        Task: Task;
        CreateTask: CreateTask;
        ReplaceTask: ReplaceTask;
        UpdateTask: UpdateTask;
        TaskPage: TaskPage;
        Batch: Batch;
        BatchOperation: BatchOperation;
        BatchResult: BatchResult;
        OperationResult: OperationResult;
        TrashPage: TrashPage;
        TrashedTask: TrashedTask;
        ChangePage: ChangePage;
        Change: Change;
        WebhookId: WebhookId;
        WebhookUrl: WebhookUrl;
        WebhookDescription: WebhookDescription;
        WebhookEventType: WebhookEventType;
        WebhookEvents: WebhookEvents;
        WebhookStatus: WebhookStatus;
        DisabledReason: DisabledReason;
        WebhookSecret: WebhookSecret;
        PreviousSecretExpiresAt: PreviousSecretExpiresAt;
        Webhook: Webhook;
        WebhookWithSecret: WebhookWithSecret;
        CreateWebhook: CreateWebhook;
        UpdateWebhook: UpdateWebhook;
        WebhookPage: WebhookPage;
        DeliveryId: DeliveryId;
        DeliveryAttempt: DeliveryAttempt;
        Delivery: Delivery;
        DeliveryPage: DeliveryPage;
        TaskEvent: TaskEvent;
        TestEvent: TestEvent;
        TaskCount: TaskCount;
        Summary: Summary;
        EntityTags: EntityTags;
        RequestId: RequestId;
        Version: Version;
        Health: Health;
        Liveness: Liveness;
        Readiness: Readiness;
        Metrics: Metrics;
        OpenMetrics: OpenMetrics;
        ContractYaml: ContractYaml;
        ContractDocument: ContractDocument;
        Detail: Detail;
        ProblemHelp: ProblemHelp;
        ValidationError: ValidationError;
        ValidationErrors: ValidationErrors;
        MalformedRequestProblem: MalformedRequestProblem;
        UnauthorizedProblem: UnauthorizedProblem;
        InsufficientScopeProblem: InsufficientScopeProblem;
        QuotaExceededProblem: QuotaExceededProblem;
        BatchConflictProblem: BatchConflictProblem;
        TaskNotFoundProblem: TaskNotFoundProblem;
        WebhookNotFoundProblem: WebhookNotFoundProblem;
        DeliveryNotFoundProblem: DeliveryNotFoundProblem;
        WebhookDisabledProblem: WebhookDisabledProblem;
        RouteNotFoundProblem: RouteNotFoundProblem;
        MethodNotAllowedProblem: MethodNotAllowedProblem;
        NotAcceptableProblem: NotAcceptableProblem;
        RequestTimeoutProblem: RequestTimeoutProblem;
        CursorExpiredProblem: CursorExpiredProblem;
        PreconditionFailedProblem: PreconditionFailedProblem;
        ContentTooLargeProblem: ContentTooLargeProblem;
        UnsupportedMediaTypeProblem: UnsupportedMediaTypeProblem;
        ValidationFailedProblem: ValidationFailedProblem;
        InvalidCursorProblem: InvalidCursorProblem;
        IdempotencyKeyReusedProblem: IdempotencyKeyReusedProblem;
        InvalidListProblem: InvalidListProblem;
        InvalidCreateProblem: InvalidCreateProblem;
        TooManyRequestsProblem: TooManyRequestsProblem;
        HeadersTooLargeProblem: HeadersTooLargeProblem;
        NotImplementedProblem: NotImplementedProblem;
        InternalErrorProblem: InternalErrorProblem;
        ServiceUnavailableProblem: ServiceUnavailableProblem;
        QueryTooExpensiveProblem: QueryTooExpensiveProblem;
        ListUnavailableProblem: ListUnavailableProblem;
    };
    responses: {
        /** @description The current task. */
        CurrentTask: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Task"];
            };
        };
        /** @description The current webhook. */
        CurrentWebhook: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Webhook"];
            };
        };
        /** @description The delivery before its next attempt. */
        AcceptedDelivery: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Delivery"];
            };
        };
        /** @description The document still has the entity tag in `If-None-Match`. */
        ContractNotModified: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request could not be parsed. */
        MalformedRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["OptionalRateLimitPolicy"];
                RateLimit: components["headers"]["OptionalRateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MalformedRequestProblem"];
            };
        };
        /** @description The token is missing or invalid. */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnauthorizedProblem"];
            };
        };
        /** @description The token lacks the required scope. */
        InsufficientScope: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InsufficientScopeProblem"];
            };
        };
        /** @description You have no task with this id. */
        TaskNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TaskNotFoundProblem"];
            };
        };
        /** @description `Accept` excludes every media type that the operation returns. */
        NotAcceptable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotAcceptableProblem"];
            };
        };
        /** @description The task would exceed a quota. Nothing was created. */
        TaskQuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["QuotaExceededProblem"];
            };
        };
        /** @description The change would exceed a quota. Nothing was changed. */
        QuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["QuotaExceededProblem"];
            };
        };
        /** @description Operations conflict with the stored tasks. Nothing was changed. */
        BatchConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BatchConflictProblem"];
            };
        };
        /** @description The body or the `Idempotency-Key` is invalid. */
        InvalidBatch: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidCreateProblem"];
            };
        };
        /** @description `If-Match` does not match the current version or, for a change, `If-None-Match` does. Nothing was changed. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PreconditionFailedProblem"];
            };
        };
        /** @description The body is larger than any valid body. */
        ContentTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ContentTooLargeProblem"];
            };
        };
        /** @description The `Content-Type` is not JSON, or the body is compressed. */
        UnsupportedMediaType: {
            headers: {
                Accept: components["headers"]["Accept"];
                "Accept-Encoding": components["headers"]["AcceptEncoding"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"];
            };
        };
        /** @description The `Content-Type` is neither a merge patch nor JSON, or the body is compressed. */
        UnsupportedPatchMediaType: {
            headers: {
                "Accept-Patch": components["headers"]["AcceptPatch"];
                "Accept-Encoding": components["headers"]["AcceptEncoding"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"];
            };
        };
        /** @description A query parameter is invalid. */
        InvalidListParameters: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidListProblem"];
            };
        };
        /** @description You have no webhook with this id. */
        WebhookNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["WebhookNotFoundProblem"];
            };
        };
        /** @description The webhook has no delivery with this id. */
        DeliveryNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DeliveryNotFoundProblem"];
            };
        };
        /** @description The webhook is disabled. */
        WebhookDisabled: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["WebhookDisabledProblem"];
            };
        };
        /** @description You have the maximum number of webhooks. Nothing was created. */
        WebhookQuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["QuotaExceededProblem"];
            };
        };
        /** @description The body or the `Idempotency-Key` is invalid. */
        InvalidWebhook: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidCreateProblem"];
            };
        };
        /** @description A parameter is invalid. */
        InvalidWebhookParameters: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description The body or a parameter is invalid. */
        InvalidWebhookChange: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description You have no deleted task with this id. */
        NotInTrash: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TaskNotFoundProblem"];
            };
        };
        /** @description A query parameter is invalid. */
        InvalidPageParameters: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidListProblem"];
            };
        };
        /** @description The API can no longer list all changes after the cursor. */
        CursorExpired: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CursorExpiredProblem"];
            };
        };
        /** @description A query parameter is invalid. */
        InvalidChangeParameters: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidListProblem"];
            };
        };
        /** @description The body or the `Idempotency-Key` is invalid. */
        InvalidCreate: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidCreateProblem"];
            };
        };
        /** @description A parameter is invalid. */
        InvalidTaskParameters: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description The body or a parameter is invalid. */
        InvalidChange: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description The request has an unknown query parameter. */
        UnknownParameter: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description The rate limit is exceeded. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TooManyRequestsProblem"];
            };
        };
        /** @description An unexpected error occurred in the service. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["OptionalRateLimitPolicy"];
                RateLimit: components["headers"]["OptionalRateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalErrorProblem"];
            };
        };
        /** @description The service is starting or stopping, or its database is unavailable. */
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["OptionalRateLimitPolicy"];
                RateLimit: components["headers"]["OptionalRateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ServiceUnavailableProblem"];
            };
        };
        /** @description The service is starting or stopping, its database is unavailable, or the list would take too long. */
        ListUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["OptionalRateLimitPolicy"];
                RateLimit: components["headers"]["OptionalRateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ListUnavailableProblem"];
            };
        };
        /** @description The service is starting or draining, or cannot reach its database. */
        NotReady: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ServiceUnavailableProblem"];
            };
        };
        /** @description The request could not be parsed. */
        HealthMalformedRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MalformedRequestProblem"];
            };
        };
        /** @description The request could not be parsed. */
        PublicMalformedRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["OptionalRateLimitPolicy"];
                RateLimit: components["headers"]["OptionalRateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MalformedRequestProblem"];
            };
        };
        /** @description `Accept` excludes every media type that the operation returns. */
        HealthNotAcceptable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotAcceptableProblem"];
            };
        };
        /** @description `Accept` excludes every media type that the operation returns. */
        PublicNotAcceptable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["OptionalRateLimitPolicy"];
                RateLimit: components["headers"]["OptionalRateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotAcceptableProblem"];
            };
        };
        /** @description The request has an unknown query parameter. */
        HealthUnknownParameter: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description The request has an unknown query parameter. */
        PublicUnknownParameter: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["OptionalRateLimitPolicy"];
                RateLimit: components["headers"]["OptionalRateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description `If-None-Match` is invalid, or the request has an unknown query parameter. */
        PublicInvalidParameters: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description The metrics token is missing or invalid. */
        MetricsUnauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnauthorizedProblem"];
            };
        };
    };
    parameters: {
        /**
         * @description The `id` of the task.
         * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
         */
        TaskIdInPath: string;
        /**
         * @description Return only tasks with this status. Repeat the parameter to match any of several.
         * @example [
         *       "pending",
         *       "in_progress"
         *     ]
         */
        StatusFilter: components["schemas"]["TaskStatus"][];
        /**
         * @description Return only tasks with this priority. Repeat the parameter to match any of several.
         * @example [
         *       "high",
         *       "urgent"
         *     ]
         */
        PriorityFilter: components["schemas"]["TaskPriority"][];
        /**
         * @description Return only tasks with this tag. Repeat the parameter to match any of several.
         * @example [
         *       "release"
         *     ]
         */
        TagFilter: components["schemas"]["Tag"][];
        /**
         * @description Return only tasks due before this date-time. Changes the default order to `due`.
         * @example 2026-03-09T00:00:00Z
         */
        DueBefore: components["schemas"]["DateTime"];
        /**
         * @description Return only tasks due after this date-time. Changes the default order to `due`.
         * @example 2026-03-02T00:00:00Z
         */
        DueAfter: components["schemas"]["DateTime"];
        /**
         * @description Return only tasks with a due date (`true`) or without one (`false`). `true` changes the default order to
         *     `due`.
         * @example true
         */
        HasDueDate: boolean;
        /**
         * @description Return only tasks completed before this date-time. Changes the default order to `completed`.
         * @example 2026-03-09T00:00:00Z
         */
        CompletedBefore: components["schemas"]["DateTime"];
        /**
         * @description Return only tasks completed after this date-time. Changes the default order to `completed`.
         * @example 2026-03-02T00:00:00Z
         */
        CompletedAfter: components["schemas"]["DateTime"];
        /**
         * @description Return only tasks updated at or after this date-time. Without another filter by time, changes the default
         *     order to `updated`. It finds recent changes, but no deleted tasks. To keep a copy in sync, use
         *     `GET /changes`.
         * @example 2026-03-04T08:41:50.230Z
         */
        UpdatedSince: components["schemas"]["DateTime"];
        /**
         * @description Return only tasks whose title or description contains all of these words or words that start with them,
         *     ignoring case and accents. Punctuation separates words. A query without letters or digits matches
         *     nothing.
         * @example release notes
         */
        Search: string;
        /**
         * @description The sort order; a leading `-` reverses it. Defaults to `due` with `dueBefore`, `dueAfter` or
         *     `hasDueDate=true`, else to `completed` with `completedBefore` or `completedAfter`, else to `updated` with
         *     `updatedSince`, else to `-created`. Tasks without a due date come last in both `due` and `-due`, and tasks
         *     that are not completed in `completed` and `-completed`. `priority` sorts from `low` to `urgent`.
         * @example -priority
         */
        Sort: "created" | "-created" | "updated" | "-updated" | "due" | "-due" | "completed" | "-completed" | "priority" | "-priority";
        /**
         * @description The `nextCursor` of the previous page, or `start` for the first page. Requires the same filters and order;
         *     `limit` may differ. The API returns 422 for a cursor of a different query.
         * @example start
         */
        Cursor: string;
        /**
         * @description The maximum number of tasks per page. A page of long tasks ends earlier, after 128 KiB of text, and then has a
         *     `nextCursor`.
         * @example 20
         */
        Limit: number;
        /**
         * @description The `nextCursor` of the previous page, or `start` for the first page.
         * @example start
         */
        PageCursor: string;
        /**
         * @description The maximum number of items per page.
         * @example 20
         */
        PageLimit: number;
        /**
         * @description The `id` of the webhook.
         * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
         */
        WebhookIdInPath: string;
        /**
         * @description The `id` of the delivery.
         * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
         */
        DeliveryIdInPath: string;
        /**
         * @description The `id` of the delivery. Every attempt has the same id, so that receivers can ignore duplicates.
         * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
         */
        WebhookIdHeader: components["schemas"]["DeliveryId"];
        /**
         * @description When the attempt was made, in seconds since 1970. The signature includes it.
         * @example 1772727605
         */
        WebhookTimestampHeader: number;
        /**
         * @description One signature for each valid secret, separated by spaces: `v1,` and the Base64 of an HMAC-SHA256 over the id, the
         *     timestamp and the body. Verify it with a library of Standard Webhooks.
         * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
         */
        WebhookSignatureHeader: string;
        /**
         * @description The `nextCursor` of an earlier page of your changes. Omit it, or send `start`, to start from the beginning.
         * @example start
         */
        Since: string;
        /**
         * @description The maximum number of changes per page. A page of long tasks ends earlier, after 128 KiB of text, and the next
         *     page continues after it.
         * @example 100
         */
        ChangeLimit: number;
        /**
         * @description How many seconds to wait if there is no change yet. The response arrives as soon as there is a change, or
         *     without changes at the end of the wait. Configure clients and proxies with a longer timeout.
         * @example 0
         */
        Wait: number;
        /**
         * @description A unique key for this create, such as a UUID, in double quotes
         *     ([Idempotency-Key draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)).
         *     For 24 hours, the API returns the response of the first request for the same key and body, and creates
         *     nothing. A request that arrives while the first is in progress waits for it. A different body returns 422.
         */
        IdempotencyKey: string;
        /**
         * @description A unique key for this batch, such as a UUID, in double quotes
         *     ([Idempotency-Key draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)).
         *     For 24 hours, the API returns the response of the first request for the same key and body, and changes nothing.
         *     A different body returns 422, and so does a key that was used for a create.
         * @example "c2b5f0de-2a77-4a0b-8d3c-0f1e6a9b7d42"
         */
        BatchIdempotencyKey: string;
        /**
         * @description A unique key for this create, as for a task. A key belongs to one body of one operation. The response to a
         *     repeated request contains the secret again.
         */
        WebhookIdempotencyKey: string;
        /**
         * @description The `ETag` of the version to change. If the current version is a different one, the API returns 412 and changes
         *     nothing. `*` matches any version.
         */
        IfMatch: components["schemas"]["EntityTags"];
        /**
         * @description The version to read. If the current version is a different one, the API returns 412 (RFC 9110, section 13.1.1).
         *     `*` matches any version.
         */
        IfMatchForRead: components["schemas"]["EntityTags"];
        /**
         * @description The `ETag` of an earlier response. If it still matches, the API returns 304 without a body.
         * @example "3"
         */
        IfNoneMatch: components["schemas"]["EntityTags"];
        /**
         * @description Versions that must not be changed. If the current version is one of them, the API returns 412 and changes nothing.
         *     `*` matches any version, so the request never changes anything.
         * @example "0"
         */
        IfNoneMatchForChange: components["schemas"]["EntityTags"];
    };
    requestBodies: never;
    headers: {
        /**
         * @description The origin of the calling page, if it is allowed (CORS).
         * @example *
         */
        "Access-Control-Allow-Origin": string;
        /**
         * @description Identifies the request in the service's log. To choose it yourself, send an `X-Request-Id` of 1 to 64
         *     letters, digits, `.`, `_` and `-`.
         * @example 019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6
         */
        RequestId: components["schemas"]["RequestId"];
        /**
         * @description The version of the returned resource, for `If-Match` and `If-None-Match`.
         * @example "3"
         */
        ETag: string;
        /**
         * @description The new task, relative to the URL of the request (RFC 9110, section 10.2.2).
         * @example tasks/019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
         */
        Location: string;
        /**
         * @description The new webhook, relative to the URL of the request (RFC 9110, section 10.2.2).
         * @example webhooks/019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
         */
        WebhookLocation: string;
        /**
         * @description The limits that apply, as a list of named policies. A policy has a quota (`q`) per window in seconds (`w`). Its
         *     unit (`qu`) is `requests` unless it is stated: `milliseconds`, `content-bytes` or `concurrent-requests`. Later
         *     versions can add policies and parameters.
         * @example "requests";q=6000;w=60, "time";q=20000;w=60;qu="milliseconds", "bytes";q=300000000;w=60;qu="content-bytes"
         */
        RateLimitPolicy: string;
        /**
         * @description The remaining quota (`r`) of each policy, and the seconds until the whole quota is available (`t`).
         * @example "requests";r=5997;t=1, "time";r=19993;t=1, "bytes";r=299988234;t=1
         */
        RateLimit: string;
        /**
         * @description The rate limit, as in `RateLimitPolicy`. Absent if the request failed before it was counted.
         * @example "requests";q=6000;w=60, "time";q=20000;w=60;qu="milliseconds", "bytes";q=300000000;w=60;qu="content-bytes"
         */
        OptionalRateLimitPolicy: string;
        /**
         * @description The remaining quota, as in `RateLimit`. Absent if the request failed before it was counted.
         * @example "requests";r=5997;t=1, "time";r=19993;t=1, "bytes";r=299988234;t=1
         */
        OptionalRateLimit: string;
        /**
         * @description The number of seconds to wait before retrying.
         * @example 12
         */
        RetryAfter: number;
        /**
         * @description The required credentials, and the error in those of the request (RFC 6750).
         * @example Bearer realm="tasks", error="invalid_token", error_description="The token has expired"
         */
        WWWAuthenticate: string;
        /**
         * @description The media types that the operation accepts.
         * @example application/json
         */
        Accept: string;
        /**
         * @description The patch media types that the operation accepts (RFC 5789).
         * @example application/merge-patch+json, application/json
         */
        AcceptPatch: string;
        /**
         * @description The content codings that the operation accepts. Present only if the `Content-Encoding` of the request is not one of
         *     them (RFC 9110, section 12.5.3).
         * @example identity
         */
        AcceptEncoding: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTasks: {
        parameters: {
            query?: {
                /**
                 * @description Return only tasks with this status. Repeat the parameter to match any of several.
                 * @example [
                 *       "pending",
                 *       "in_progress"
                 *     ]
                 */
                status?: components["parameters"]["StatusFilter"];
                /**
                 * @description Return only tasks with this priority. Repeat the parameter to match any of several.
                 * @example [
                 *       "high",
                 *       "urgent"
                 *     ]
                 */
                priority?: components["parameters"]["PriorityFilter"];
                /**
                 * @description Return only tasks with this tag. Repeat the parameter to match any of several.
                 * @example [
                 *       "release"
                 *     ]
                 */
                tag?: components["parameters"]["TagFilter"];
                /**
                 * @description Return only tasks due before this date-time. Changes the default order to `due`.
                 * @example 2026-03-09T00:00:00Z
                 */
                dueBefore?: components["parameters"]["DueBefore"];
                /**
                 * @description Return only tasks due after this date-time. Changes the default order to `due`.
                 * @example 2026-03-02T00:00:00Z
                 */
                dueAfter?: components["parameters"]["DueAfter"];
                /**
                 * @description Return only tasks with a due date (`true`) or without one (`false`). `true` changes the default order to
                 *     `due`.
                 * @example true
                 */
                hasDueDate?: components["parameters"]["HasDueDate"];
                /**
                 * @description Return only tasks completed before this date-time. Changes the default order to `completed`.
                 * @example 2026-03-09T00:00:00Z
                 */
                completedBefore?: components["parameters"]["CompletedBefore"];
                /**
                 * @description Return only tasks completed after this date-time. Changes the default order to `completed`.
                 * @example 2026-03-02T00:00:00Z
                 */
                completedAfter?: components["parameters"]["CompletedAfter"];
                /**
                 * @description Return only tasks updated at or after this date-time. Without another filter by time, changes the default
                 *     order to `updated`. It finds recent changes, but no deleted tasks. To keep a copy in sync, use
                 *     `GET /changes`.
                 * @example 2026-03-04T08:41:50.230Z
                 */
                updatedSince?: components["parameters"]["UpdatedSince"];
                /**
                 * @description Return only tasks whose title or description contains all of these words or words that start with them,
                 *     ignoring case and accents. Punctuation separates words. A query without letters or digits matches
                 *     nothing.
                 * @example release notes
                 */
                q?: components["parameters"]["Search"];
                /**
                 * @description The sort order; a leading `-` reverses it. Defaults to `due` with `dueBefore`, `dueAfter` or
                 *     `hasDueDate=true`, else to `completed` with `completedBefore` or `completedAfter`, else to `updated` with
                 *     `updatedSince`, else to `-created`. Tasks without a due date come last in both `due` and `-due`, and tasks
                 *     that are not completed in `completed` and `-completed`. `priority` sorts from `low` to `urgent`.
                 * @example -priority
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description The `nextCursor` of the previous page, or `start` for the first page. Requires the same filters and order;
                 *     `limit` may differ. The API returns 422 for a cursor of a different query.
                 * @example start
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The maximum number of tasks per page. A page of long tasks ends earlier, after 128 KiB of text, and then has a
                 *     `nextCursor`.
                 * @example 20
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks. */
            200: {
                headers: {
                    /**
                     * @description Links to other pages (RFC 8288), relative to the URL of the request. `rel="next"` is the next page,
                     *     and absent on the last. A later version can add relations.
                     * @example <?status=pending&cursor=WyJjcmVhdGVkIiwiMDE5Y2FkZDQiXQ>; rel="next"
                     */
                    Link?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidListParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this create, such as a UUID, in double quotes
                 *     ([Idempotency-Key draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)).
                 *     For 24 hours, the API returns the response of the first request for the same key and body, and creates
                 *     nothing. A request that arrives while the first is in progress waits for it. A different body returns 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The task to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTask"];
            };
        };
        responses: {
            /** @description The task was created by this request or by an earlier one with the same `Idempotency-Key`. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["TaskQuotaExceeded"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidCreate"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    batchTasks: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this batch, such as a UUID, in double quotes
                 *     ([Idempotency-Key draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)).
                 *     For 24 hours, the API returns the response of the first request for the same key and body, and changes nothing.
                 *     A different body returns 422, and so does a key that was used for a create.
                 * @example "c2b5f0de-2a77-4a0b-8d3c-0f1e6a9b7d42"
                 */
                "Idempotency-Key"?: components["parameters"]["BatchIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The operations. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description The operations were applied by this request or by an earlier one with the same `Idempotency-Key`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["BatchConflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBatch"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    restoreTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CurrentTask"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotInTrash"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["QuotaExceeded"];
            422: components["responses"]["InvalidTaskParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The version to read. If the current version is a different one, the API returns 412 (RFC 9110, section 13.1.1).
                 *     `*` matches any version.
                 */
                "If-Match"?: components["parameters"]["IfMatchForRead"];
                /**
                 * @description The `ETag` of an earlier response. If it still matches, the API returns 304 without a body.
                 * @example "3"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CurrentTask"];
            /** @description The task still has the entity tag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["TaskNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["InvalidTaskParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    replaceTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version to change. If the current version is a different one, the API returns 412 and changes
                 *     nothing. `*` matches any version.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that must not be changed. If the current version is one of them, the API returns 412 and changes nothing.
                 *     `*` matches any version, so the request never changes anything.
                 * @example "0"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchForChange"];
            };
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        /** @description The new values of all writable fields. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceTask"];
            };
        };
        responses: {
            200: components["responses"]["CurrentTask"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["TaskNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["QuotaExceeded"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidChange"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version to change. If the current version is a different one, the API returns 412 and changes
                 *     nothing. `*` matches any version.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that must not be changed. If the current version is one of them, the API returns 412 and changes nothing.
                 *     `*` matches any version, so the request never changes anything.
                 * @example "0"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchForChange"];
            };
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task was deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["TaskNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["InvalidTaskParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version to change. If the current version is a different one, the API returns 412 and changes
                 *     nothing. `*` matches any version.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that must not be changed. If the current version is one of them, the API returns 412 and changes nothing.
                 *     `*` matches any version, so the request never changes anything.
                 * @example "0"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchForChange"];
            };
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        /** @description The fields to change. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["UpdateTask"];
                "application/json": components["schemas"]["UpdateTask"];
            };
        };
        responses: {
            200: components["responses"]["CurrentTask"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["TaskNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["QuotaExceeded"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedPatchMediaType"];
            422: components["responses"]["InvalidChange"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /**
                 * @description The `nextCursor` of an earlier page of your changes. Omit it, or send `start`, to start from the beginning.
                 * @example start
                 */
                since?: components["parameters"]["Since"];
                /**
                 * @description The maximum number of changes per page. A page of long tasks ends earlier, after 128 KiB of text, and the next
                 *     page continues after it.
                 * @example 100
                 */
                limit?: components["parameters"]["ChangeLimit"];
                /**
                 * @description How many seconds to wait if there is no change yet. The response arrives as soon as there is a change, or
                 *     without changes at the end of the wait. Configure clients and proxies with a longer timeout.
                 * @example 0
                 */
                wait?: components["parameters"]["Wait"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["CursorExpired"];
            422: components["responses"]["InvalidChangeParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listTrash: {
        parameters: {
            query?: {
                /**
                 * @description The `nextCursor` of the previous page, or `start` for the first page.
                 * @example start
                 */
                cursor?: components["parameters"]["PageCursor"];
                /**
                 * @description The maximum number of tasks per page. A page of long tasks ends earlier, after 128 KiB of text, and then has a
                 *     `nextCursor`.
                 * @example 20
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deleted tasks. */
            200: {
                headers: {
                    /**
                     * @description The next page (RFC 8288, `rel="next"`), relative to the URL of the request. Absent on the last page.
                     * @example <?limit=20&cursor=WyJ0cmFzaCIsIjE4ODQ1MjE1NDk4OTU3NjA0NDgiXQ>; rel="next"
                     */
                    Link?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrashPage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidPageParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    eraseTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the task.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task was erased. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotInTrash"];
            422: components["responses"]["InvalidTaskParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSummary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task counts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["UnknownParameter"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /**
                 * @description The `nextCursor` of the previous page, or `start` for the first page.
                 * @example start
                 */
                cursor?: components["parameters"]["PageCursor"];
                /**
                 * @description The maximum number of items per page.
                 * @example 20
                 */
                limit?: components["parameters"]["PageLimit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of webhooks. */
            200: {
                headers: {
                    /**
                     * @description The next page (RFC 8288, `rel="next"`), relative to the URL of the request. Absent on the last page.
                     * @example <?limit=20&cursor=WyJ0cmFzaCIsIjE4ODQ1MjE1NDk4OTU3NjA0NDgiXQ>; rel="next"
                     */
                    Link?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidPageParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this create, as for a task. A key belongs to one body of one operation. The response to a
                 *     repeated request contains the secret again.
                 */
                "Idempotency-Key"?: components["parameters"]["WebhookIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The webhook to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhook"];
            };
        };
        responses: {
            /** @description The webhook was created by this request or by an earlier one with the same `Idempotency-Key`. */
            201: {
                headers: {
                    Location: components["headers"]["WebhookLocation"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["WebhookQuotaExceeded"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidWebhook"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["AcceptedDelivery"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["WebhookNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["WebhookDisabled"];
            422: components["responses"]["InvalidWebhookParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook with its new secret. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["WebhookNotFound"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidWebhookParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /**
                 * @description The `nextCursor` of the previous page, or `start` for the first page.
                 * @example start
                 */
                cursor?: components["parameters"]["PageCursor"];
                /**
                 * @description The maximum number of items per page.
                 * @example 20
                 */
                limit?: components["parameters"]["PageLimit"];
            };
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    /**
                     * @description The next page (RFC 8288, `rel="next"`), relative to the URL of the request. Absent on the last page.
                     * @example <?limit=20&cursor=WyJ0cmFzaCIsIjE4ODQ1MjE1NDk4OTU3NjA0NDgiXQ>; rel="next"
                     */
                    Link?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["WebhookNotFound"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidPageParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
                /**
                 * @description The `id` of the delivery.
                 * @example 019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f
                 */
                deliveryId: components["parameters"]["DeliveryIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["AcceptedDelivery"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["DeliveryNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["WebhookDisabled"];
            422: components["responses"]["InvalidWebhookParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The version to read. If the current version is a different one, the API returns 412 (RFC 9110, section 13.1.1).
                 *     `*` matches any version.
                 */
                "If-Match"?: components["parameters"]["IfMatchForRead"];
                /**
                 * @description The `ETag` of an earlier response. If it still matches, the API returns 304 without a body.
                 * @example "3"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CurrentWebhook"];
            /** @description The webhook still has the entity tag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["WebhookNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["InvalidWebhookParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version to change. If the current version is a different one, the API returns 412 and changes
                 *     nothing. `*` matches any version.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that must not be changed. If the current version is one of them, the API returns 412 and changes nothing.
                 *     `*` matches any version, so the request never changes anything.
                 * @example "0"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchForChange"];
            };
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook was deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["WebhookNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["InvalidWebhookParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version to change. If the current version is a different one, the API returns 412 and changes
                 *     nothing. `*` matches any version.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that must not be changed. If the current version is one of them, the API returns 412 and changes nothing.
                 *     `*` matches any version, so the request never changes anything.
                 * @example "0"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchForChange"];
            };
            path: {
                /**
                 * @description The `id` of the webhook.
                 * @example 019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
                 */
                webhookId: components["parameters"]["WebhookIdInPath"];
            };
            cookie?: never;
        };
        /** @description The fields to change. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["UpdateWebhook"];
                "application/json": components["schemas"]["UpdateWebhook"];
            };
        };
        responses: {
            200: components["responses"]["CurrentWebhook"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["WebhookNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedPatchMediaType"];
            422: components["responses"]["InvalidWebhookChange"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status of the process. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["HealthMalformedRequest"];
            406: components["responses"]["HealthNotAcceptable"];
            422: components["responses"]["HealthUnknownParameter"];
            500: components["responses"]["InternalError"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is alive. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            400: components["responses"]["HealthMalformedRequest"];
            406: components["responses"]["HealthNotAcceptable"];
            422: components["responses"]["HealthUnknownParameter"];
            500: components["responses"]["InternalError"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service is ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["HealthMalformedRequest"];
            406: components["responses"]["HealthNotAcceptable"];
            422: components["responses"]["HealthUnknownParameter"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["NotReady"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current metrics. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain; version=0.0.4; charset=utf-8": components["schemas"]["Metrics"];
                    "application/openmetrics-text; version=1.0.0; charset=utf-8": components["schemas"]["OpenMetrics"];
                };
            };
            400: components["responses"]["PublicMalformedRequest"];
            401: components["responses"]["MetricsUnauthorized"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicUnknownParameter"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
        };
    };
    getContractYaml: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an earlier response. If it still matches, the API returns 304 without a body.
                 * @example "3"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": components["schemas"]["ContractYaml"];
                };
            };
            304: components["responses"]["ContractNotModified"];
            400: components["responses"]["PublicMalformedRequest"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
        };
    };
    getContractJson: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an earlier response. If it still matches, the API returns 304 without a body.
                 * @example "3"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDocument"];
                };
            };
            304: components["responses"]["ContractNotModified"];
            400: components["responses"]["PublicMalformedRequest"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidParameters"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
        };
    };
}
/**
 * Format: uuid
 * @description The unique identifier of the task, a UUIDv7 (RFC 9562). Ids sort by creation time.
 */
export type TaskId = string;
/**
 * @description The status of the task. Every transition between statuses is allowed.
 * @enum {string}
 */
export type TaskStatus = "pending" | "in_progress" | "completed" | "cancelled";
/**
 * @description The priority of the task, from lowest to highest.
 * @enum {string}
 */
export type TaskPriority = "low" | "medium" | "high" | "urgent";
/** @description The title of the task. A single line with at least one visible character. */
export type TaskTitle = string;
/** @description Details of the task. Line breaks and tabs are allowed; other control characters are rejected. */
export type TaskDescription = string | null;
/** @description A lower-case label. */
export type Tag = string;
/** @description Unique labels of the task, for filtering. */
export type Tags = components["schemas"]["Tag"][];
/**
 * Format: date-time
 * @description An RFC 3339 date-time with an upper-case `T`, and an upper-case `Z` or a numeric offset. It is converted
 *     to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An offset must not be
 *     east of UTC in the year 0001, nor west of it in 9999.
 */
export type DateTime = string;
/**
 * Format: date-time
 * @description The due date of the task, or null. It follows the rules of `DateTime`.
 */
export type DueAt = string | null;
/**
 * Format: date-time
 * @description A date-time in UTC with milliseconds.
 */
export type UtcDateTime = string;
/** @description A task as returned by the API. */
export type Task = {
    id: components["schemas"]["TaskId"];
    title: components["schemas"]["TaskTitle"];
    description: components["schemas"]["TaskDescription"];
    status: components["schemas"]["TaskStatus"];
    priority: components["schemas"]["TaskPriority"];
    /**
     * Format: date-time
     * @description The due date of the task in UTC, or null.
     */
    dueAt: string | null;
    tags: components["schemas"]["Tags"];
    /** @description When the task was created, in UTC. */
    createdAt: components["schemas"]["UtcDateTime"];
    /** @description When the task was last updated, in UTC. Equals `createdAt` if it was never updated. */
    updatedAt: components["schemas"]["UtcDateTime"];
    /**
     * Format: date-time
     * @description When the status last changed to `completed`, in UTC. Null in every other status.
     */
    completedAt: string | null;
    /**
     * Format: int32
     * @description The number of the current version. The entity tag of the task is this number in double quotes, so that
     *     `If-Match: "3"` changes version 3 alone.
     */
    version: number;
};
/** @description The fields of a new task. */
export type CreateTask = {
    title: components["schemas"]["TaskTitle"];
    /** @default null */
    description?: components["schemas"]["TaskDescription"];
    /** @default pending */
    status?: components["schemas"]["TaskStatus"];
    /** @default medium */
    priority?: components["schemas"]["TaskPriority"];
    /** @default null */
    dueAt?: components["schemas"]["DueAt"];
    /** @description Unique labels of the task, for filtering. Empty by default. */
    tags?: components["schemas"]["Tags"];
};
/** @description The new values of a task. Omitted fields are reset to their defaults. */
export type ReplaceTask = components["schemas"]["CreateTask"];
/** @description The fields to change. Omitted fields keep their values. */
export type UpdateTask = {
    title?: components["schemas"]["TaskTitle"];
    description?: components["schemas"]["TaskDescription"];
    status?: components["schemas"]["TaskStatus"];
    priority?: components["schemas"]["TaskPriority"];
    dueAt?: components["schemas"]["DueAt"];
    /** @description Unique labels of the task, for filtering. Null removes all labels. */
    tags?: components["schemas"]["Tag"][] | null;
};
/** @description A page of tasks, in the requested order. */
export type TaskPage = {
    /** @description The tasks on this page. */
    items: components["schemas"]["Task"][];
    /** @description The `cursor` of the next page. Null on the last page, and only there. */
    nextCursor: string | null;
};
/** @description Operations that are applied together. */
export type Batch = {
    /** @description The operations, in the order in which they are applied. */
    operations: components["schemas"]["BatchOperation"][];
};
/**
 * @description A create has a `task` with a `title`; other fields have the defaults of `CreateTask`. An update has a `taskId`
 *     and the fields to change in `task`. A delete has a `taskId`.
 *
 *     Examples: `{"type": "create", "task": {"title": "Call the supplier"}}`,
 *     `{"type": "update", "taskId": "019cadd4-c134-7b2e-9c41-5d0f6a7e8b90", "version": 3, "task": {"status": "completed"}}`,
 *     `{"type": "delete", "taskId": "019cb802-b196-7a01-b6d4-9f8e7d6c5b4a"}`.
 */
export type BatchOperation = {
    /**
     * @description What the operation does.
     * @enum {string}
     */
    type: "create" | "update" | "delete";
    /**
     * Format: uuid
     * @description The `id` of the task to update or delete.
     */
    taskId?: string;
    /**
     * Format: int32
     * @description The version that the task must have. If it has a different one, the batch fails. Without it, every version
     *     matches.
     */
    version?: number;
    /** @description The fields of a new task, or the fields to change. */
    task?: components["schemas"]["UpdateTask"];
};
/** @description The results of a batch. */
export type BatchResult = {
    /** @description The result of each operation, in the order of the request. */
    results: components["schemas"]["OperationResult"][];
};
/**
 * @description The result of an operation of a batch. `created` and `updated` come with `version`. The fields of the task are
 *     in `GET /tasks/{taskId}` and in `GET /changes`.
 */
export type OperationResult = {
    /** @description `created`, `updated` or `deleted`. A later version can add types, so ignore unknown ones. */
    type: "created" | "updated" | "deleted";
    taskId: components["schemas"]["TaskId"];
    /**
     * Format: int32
     * @description The version of the task after the operation, for the entity tag. An update that changes nothing leaves it
     *     unchanged. Absent if the task was deleted.
     */
    version?: number;
};
/** @description A page of deleted tasks, the latest deletion first. */
export type TrashPage = {
    /** @description The deleted tasks on this page. */
    items: components["schemas"]["TrashedTask"][];
    /** @description The `cursor` of the next page. Null on the last page. */
    nextCursor: string | null;
};
/** @description A task that was deleted and can be restored. */
export type TrashedTask = {
    /** @description The task as it was when it was deleted. */
    task: components["schemas"]["Task"];
    /** @description When the task was deleted, in UTC. */
    deletedAt: components["schemas"]["UtcDateTime"];
};
/** @description A page of changes, in the order of the last change of each task. */
export type ChangePage = {
    /** @description The changes on this page. */
    items: components["schemas"]["Change"][];
    /** @description Where this page ends. Store it with your copy, and send it as `since`. */
    nextCursor: string;
    /** @description Whether there is another page to read now. If false, the copy is complete up to the time of the first page. */
    hasMore: boolean;
};
/** @description A change of a task. `upserted` comes with `task`, and `deleted` with `deletedAt`. */
export type Change = {
    /**
     * @description `upserted` for a task that was created or changed, and `deleted` for a deletion. A later version can add types,
     *     so ignore unknown ones.
     */
    type: "upserted" | "deleted";
    taskId: components["schemas"]["TaskId"];
    /** @description The task in its current state. Absent if it was deleted. */
    task?: components["schemas"]["Task"];
    /** @description When the task was deleted, in UTC. Absent if the task was not deleted. */
    deletedAt?: components["schemas"]["UtcDateTime"];
};
/**
 * Format: uuid
 * @description The unique identifier of the webhook, a UUIDv7 (RFC 9562).
 */
export type WebhookId = string;
/**
 * Format: uri
 * @description The URL that receives the events: `https`, a public host, no user name and no fragment. Only development environments
 *     accept `http`.
 */
export type WebhookUrl = string;
/** @description What the webhook is for. A single line. */
export type WebhookDescription = string | null;
/**
 * @description The type of an event.
 * @enum {string}
 */
export type WebhookEventType = "task.created" | "task.updated" | "task.completed" | "task.deleted" | "task.restored";
/** @description The types of the events that the webhook receives. */
export type WebhookEvents = components["schemas"]["WebhookEventType"][];
/**
 * @description Whether the webhook receives events.
 * @enum {string}
 */
export type WebhookStatus = "enabled" | "disabled";
/**
 * @description Why the webhook is disabled, or null: `disabledByOwner`, `deliveryFailed` (an event could not be delivered for three
 *     days), `tooManyPending` (10,000 events waited for their delivery) or `gone` (the receiver returned 410). A later
 *     version can add reasons.
 */
export type DisabledReason = string | null;
/** @description The secret that signs the events, in the form of Standard Webhooks. Store it like a password. */
export type WebhookSecret = string;
/**
 * Format: date-time
 * @description Until this time (UTC), requests also have a signature with the previous secret. Null without a rotation.
 */
export type PreviousSecretExpiresAt = string | null;
/** @description A webhook as returned by the API. */
export type Webhook = {
    id: components["schemas"]["WebhookId"];
    url: components["schemas"]["WebhookUrl"];
    description: components["schemas"]["WebhookDescription"];
    events: components["schemas"]["WebhookEvents"];
    status: components["schemas"]["WebhookStatus"];
    disabledReason: components["schemas"]["DisabledReason"];
    previousSecretExpiresAt: components["schemas"]["PreviousSecretExpiresAt"];
    /** @description When the webhook was created, in UTC. */
    createdAt: components["schemas"]["UtcDateTime"];
    /** @description When the webhook was last changed, by you or by the service, in UTC. */
    updatedAt: components["schemas"]["UtcDateTime"];
    /**
     * Format: int32
     * @description The number of the current version. The entity tag of the webhook is this number in double quotes.
     */
    version: number;
};
/** @description A webhook with its secret. Only the responses to its creation and to a rotation contain the secret. */
export type WebhookWithSecret = {
    id: components["schemas"]["WebhookId"];
    url: components["schemas"]["WebhookUrl"];
    description: components["schemas"]["WebhookDescription"];
    events: components["schemas"]["WebhookEvents"];
    status: components["schemas"]["WebhookStatus"];
    disabledReason: components["schemas"]["DisabledReason"];
    previousSecretExpiresAt: components["schemas"]["PreviousSecretExpiresAt"];
    /** @description When the webhook was created, in UTC. */
    createdAt: components["schemas"]["UtcDateTime"];
    /** @description When the webhook was last changed, by you or by the service, in UTC. */
    updatedAt: components["schemas"]["UtcDateTime"];
    /**
     * Format: int32
     * @description The number of the current version. The entity tag of the webhook is this number in double quotes.
     */
    version: number;
    secret: components["schemas"]["WebhookSecret"];
};
/** @description The fields of a new webhook. */
export type CreateWebhook = {
    url: components["schemas"]["WebhookUrl"];
    /** @default null */
    description?: components["schemas"]["WebhookDescription"];
    events: components["schemas"]["WebhookEvents"];
};
/** @description The fields to change. Omitted fields keep their values. */
export type UpdateWebhook = {
    url?: components["schemas"]["WebhookUrl"];
    description?: components["schemas"]["WebhookDescription"];
    events?: components["schemas"]["WebhookEvents"];
    status?: components["schemas"]["WebhookStatus"];
};
/** @description A page of webhooks, newest first. */
export type WebhookPage = {
    /** @description The webhooks on this page. */
    items: components["schemas"]["Webhook"][];
    /** @description The `cursor` of the next page. Null on the last page. */
    nextCursor: string | null;
};
/**
 * Format: uuid
 * @description The unique identifier of the delivery, a UUIDv7 (RFC 9562). Every attempt carries it as `webhook-id`.
 */
export type DeliveryId = string;
/** @description An attempt to deliver an event. */
export type DeliveryAttempt = {
    /** @description When the attempt began, in UTC. */
    at: components["schemas"]["UtcDateTime"];
    /**
     * Format: int32
     * @description The status of the response, or null if there was none.
     */
    status: number | null;
    /** @description A human-readable reason for a missing response, or null if there was a response. */
    error: string | null;
    /**
     * Format: int32
     * @description How long the attempt took, in milliseconds.
     */
    durationMs: number;
};
/** @description The delivery of one event to a webhook. */
export type Delivery = {
    id: components["schemas"]["DeliveryId"];
    /** @description The type of the event. A later version can add types. */
    eventType: "task.created" | "task.updated" | "task.completed" | "task.deleted" | "task.restored" | "webhook.test";
    /** @description Whether the receiver has confirmed the event. A later version can add statuses. */
    status: "pending" | "delivered";
    /** @description When the event happened, in UTC. */
    createdAt: components["schemas"]["UtcDateTime"];
    /**
     * Format: date-time
     * @description When the receiver confirmed the event, in UTC. Null while the delivery is pending.
     */
    deliveredAt: string | null;
    /**
     * Format: date-time
     * @description The earliest time of the next attempt, in UTC. Null if the event was delivered. A disabled webhook makes no
     *     attempts.
     */
    nextAttemptAt: string | null;
    /** @description The last 50 attempts, the latest first. */
    attempts: components["schemas"]["DeliveryAttempt"][];
};
/** @description A page of deliveries, newest first. */
export type DeliveryPage = {
    /** @description The deliveries on this page. */
    items: components["schemas"]["Delivery"][];
    /** @description The `cursor` of the next page. Null on the last page. */
    nextCursor: string | null;
};
/** @description A change of a task, as the service sends it to webhooks. */
export type TaskEvent = {
    /** @description What happened. A later version can add types. */
    type: "task.created" | "task.updated" | "task.completed" | "task.deleted" | "task.restored";
    /** @description When the change happened, in UTC. */
    timestamp: components["schemas"]["UtcDateTime"];
    /** @description The task. */
    data: {
        /**
         * @description The task after the change, or before its deletion. An event with a lower `version` than your copy of the
         *     task is older than the copy. A deletion has the version of the change before it.
         */
        task: components["schemas"]["Task"];
    };
};
/** @description A test event, as the service sends it to a webhook. */
export type TestEvent = {
    /**
     * @description Always `webhook.test`.
     * @constant
     */
    type: "webhook.test";
    /** @description When the test was requested, in UTC. */
    timestamp: components["schemas"]["UtcDateTime"];
    /** @description The webhook. */
    data: {
        webhookId: components["schemas"]["WebhookId"];
    };
};
/**
 * Format: int64
 * @description A number of tasks.
 */
export type TaskCount = number;
/** @description Counts of your tasks. */
export type Summary = {
    /** @description The number of tasks. */
    total: components["schemas"]["TaskCount"];
    /** @description The number of tasks in each status. */
    byStatus: {
        pending: components["schemas"]["TaskCount"];
        in_progress: components["schemas"]["TaskCount"];
        completed: components["schemas"]["TaskCount"];
        cancelled: components["schemas"]["TaskCount"];
    };
    /** @description The number of tasks with each priority, in any status. */
    byPriority: {
        low: components["schemas"]["TaskCount"];
        medium: components["schemas"]["TaskCount"];
        high: components["schemas"]["TaskCount"];
        urgent: components["schemas"]["TaskCount"];
    };
    /** @description The number of `pending` and `in_progress` tasks with a `dueAt` in the past. */
    overdue: components["schemas"]["TaskCount"];
};
/** @description A comma-separated list of entity tags, or `*` for any version (RFC 9110, section 13.1). */
export type EntityTags = string;
/** @description Identifies the request in the service's log. */
export type RequestId = string;
/** @description A semantic version. */
export type Version = string;
/** @description The status of the service. */
export type Health = {
    /** @description The lifecycle state of the process. A later version can add states. */
    status: "starting" | "ready" | "draining";
    /** @description The version of the service. */
    version: components["schemas"]["Version"];
    /** @description The `info.version` of this document. */
    contractVersion: components["schemas"]["Version"];
    /** @description The commit that the service was built from, if known. */
    revision?: string;
    /**
     * Format: double
     * @description The number of seconds since the process started.
     */
    uptimeSeconds: number;
};
/** @description The process is alive. */
export type Liveness = {
    /**
     * @description Always `alive`.
     * @constant
     */
    status: "alive";
};
/** @description The service can handle task operations. */
export type Readiness = {
    /**
     * @description Always `ready`. A service that is not ready returns 503.
     * @constant
     */
    status: "ready";
};
/** @description Metrics in the Prometheus text format 0.0.4. */
export type Metrics = string;
/** @description The same metrics in OpenMetrics 1.0. */
export type OpenMetrics = string;
/** @description An OpenAPI document in YAML. */
export type ContractYaml = unknown;
/** @description An OpenAPI document. The OpenAPI Specification defines its other properties. */
export type ContractDocument = {
    /** @description The version of the OpenAPI Specification that the document follows. */
    openapi: string;
    /** @description Metadata about the API. */
    info: {
        [key: string]: unknown;
    };
    /** @description The paths and their operations. */
    paths: {
        [key: string]: unknown;
    };
} & {
    [key: string]: unknown;
};
/** @description A human-readable explanation of this occurrence of the problem. */
export type Detail = string;
/**
 * Format: uri-reference
 * @description The documentation of the problem type. Resolve it against the URL of the request.
 */
export type ProblemHelp = string;
/** @description A violation of this contract, and its location in the request. */
export type ValidationError = {
    /**
     * @description The part of the request.
     * @enum {string}
     */
    location: "path" | "query" | "header" | "body";
    /** @description The name of the parameter or header. Absent if the location is `body`. */
    name?: string;
    /** @description A JSON Pointer into the body (RFC 6901). Empty for the whole body. Absent in other locations. */
    pointer?: string;
    /**
     * @description The JSON Schema keyword that failed (`minLength`, `enum`, …), or `unknownParameter`, `invalidCursor`,
     *     `keyReused`, `notAllowed` or `forbiddenUrl`; for a batch, `taskNotFound`, `versionMismatch` or `quotaExceeded`.
     *     A later version can add codes.
     */
    code: string;
    /** @description A human-readable message, to show next to the field. */
    detail: string;
};
/** @description The validation errors of the request, up to 100. */
export type ValidationErrors = components["schemas"]["ValidationError"][];
/**
 * @description The request could not be parsed: malformed JSON, a body or URL that is not valid UTF-8, invalid
 *     percent-encoding, or invalid HTTP. Build the body and the URL with a library instead of by hand.
 */
export type MalformedRequestProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:malformed-request";
    title: "Malformed request";
    /**
     * Format: int32
     * @constant
     */
    status: 400;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The bearer token is missing, expired, incorrectly signed, or issued for another service. See
 *     `WWW-Authenticate` for the cause. Obtain a new token and retry.
 */
export type UnauthorizedProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:unauthorized";
    title: "Unauthorized";
    /**
     * Format: int32
     * @constant
     */
    status: 401;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The token is valid but lacks the scope that the operation requires: `tasks:read` to read, `tasks:write`
 *     to write, `webhooks:manage` for webhooks. Obtain a token with this scope. Retrying with the same token fails again.
 */
export type InsufficientScopeProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:insufficient-scope";
    title: "Insufficient scope";
    /**
     * Format: int32
     * @constant
     */
    status: 403;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The request would exceed the number of tasks, the stored bytes, the idempotency keys or the webhooks that you may
 *     have. Retrying fails again until you delete or shorten tasks, delete webhooks, or until keys expire.
 */
export type QuotaExceededProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:quota-exceeded";
    title: "Quota exceeded";
    /**
     * Format: int32
     * @constant
     */
    status: 409;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description Operations of the batch conflict with the stored tasks, so none was applied. `errors` lists each conflict with its
 *     `pointer` and a `code`: `taskNotFound`, `versionMismatch` or `quotaExceeded`. Read the tasks again, remove or
 *     change these operations, and send the batch with a new `Idempotency-Key`.
 */
export type BatchConflictProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:batch-conflict";
    title: "Batch conflict";
    /**
     * Format: int32
     * @constant
     */
    status: 409;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
    errors: components["schemas"]["ValidationErrors"];
};
/**
 * @description You have no task with this id. It never existed, was deleted, or belongs to another user; the API does
 *     not distinguish these cases. Remove the task from your list.
 */
export type TaskNotFoundProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:task-not-found";
    title: "Task not found";
    /**
     * Format: int32
     * @constant
     */
    status: 404;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description You have no webhook with this id. It never existed, was deleted, or belongs to another user; the API does
 *     not distinguish these cases. List your webhooks to find its id.
 */
export type WebhookNotFoundProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:webhook-not-found";
    title: "Webhook not found";
    /**
     * Format: int32
     * @constant
     */
    status: 404;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The webhook has no delivery with this id. The API lists delivered events for some days only. To find what has
 *     changed since then, read the task, or use `GET /changes`.
 */
export type DeliveryNotFoundProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:delivery-not-found";
    title: "Delivery not found";
    /**
     * Format: int32
     * @constant
     */
    status: 404;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The webhook is disabled, so it receives no events. `disabledReason` states why. Correct the cause, and set its
 *     `status` to `enabled`.
 */
export type WebhookDisabledProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:webhook-disabled";
    title: "Webhook disabled";
    /**
     * Format: int32
     * @constant
     */
    status: 409;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The path does not exist. Check its spelling, case and trailing slash, and the API version.
 *     `/openapi.yaml` lists all paths.
 */
export type RouteNotFoundProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:route-not-found";
    title: "Route not found";
    /**
     * Format: int32
     * @constant
     */
    status: 404;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/** @description The path does not support the method. `Allow` lists the supported methods. */
export type MethodNotAllowedProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:method-not-allowed";
    title: "Method not allowed";
    /**
     * Format: int32
     * @constant
     */
    status: 405;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The `Accept` header excludes every media type that the operation returns; `detail` lists them. Send one
 *     of them, or no `Accept` header.
 */
export type NotAcceptableProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:not-acceptable";
    title: "No acceptable representation";
    /**
     * Format: int32
     * @constant
     */
    status: 406;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/** @description The headers or the body did not arrive in time. Retry on a new connection. */
export type RequestTimeoutProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:request-timeout";
    title: "Request timeout";
    /**
     * Format: int32
     * @constant
     */
    status: 408;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The API can no longer list everything that has changed since this cursor, so a copy that continues from it could
 *     be wrong. Start over: request the changes without `since`, and remove every task from your copy that they do not
 *     contain. Retrying with the same cursor fails again.
 */
export type CursorExpiredProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:cursor-expired";
    title: "Cursor expired";
    /**
     * Format: int32
     * @constant
     */
    status: 410;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The current version does not match `If-Match`, or matches `If-None-Match`. Nothing was changed. Read the task or
 *     the webhook again, merge the changes or ask the user, and retry with the new `ETag`.
 */
export type PreconditionFailedProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:precondition-failed";
    title: "Precondition failed";
    /**
     * Format: int32
     * @constant
     */
    status: 412;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/** @description The body is larger than any valid body can be. See the length limits of the fields in this document. */
export type ContentTooLargeProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:content-too-large";
    title: "Content too large";
    /**
     * Format: int32
     * @constant
     */
    status: 413;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description `Content-Type` is missing or not supported by the operation, its charset is not UTF-8, or the body is
 *     compressed. `Accept` (for PATCH, `Accept-Patch`) in the response lists the supported media types. For a compressed
 *     body, the response also has `Accept-Encoding`.
 */
export type UnsupportedMediaTypeProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:unsupported-media-type";
    title: "Unsupported media type";
    /**
     * Format: int32
     * @constant
     */
    status: 415;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The request is well-formed but violates this contract. `errors` lists all validation errors, each with a
 *     JSON Pointer into the body or the name of a parameter. Show each one next to its field.
 */
export type ValidationFailedProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:validation-failed";
    title: "Validation failed";
    /**
     * Format: int32
     * @constant
     */
    status: 422;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
    errors: components["schemas"]["ValidationErrors"];
};
/**
 * @description The cursor was altered, or belongs to another user or to a query with different filters or a different order.
 *     Start again from the first page, without a cursor.
 */
export type InvalidCursorProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:invalid-cursor";
    title: "Invalid cursor";
    /**
     * Format: int32
     * @constant
     */
    status: 422;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
    errors: components["schemas"]["ValidationErrors"];
};
/**
 * @description The `Idempotency-Key` was used with a different body within the last 24 hours. Use a new key for each
 *     task, and the same key only for retries.
 */
export type IdempotencyKeyReusedProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:idempotency-key-reused";
    title: "Idempotency key reused";
    /**
     * Format: int32
     * @constant
     */
    status: 422;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
    errors: components["schemas"]["ValidationErrors"];
};
/** @description A problem of an invalid list request, `ValidationFailedProblem` or `InvalidCursorProblem`. Branch on `type`. */
export type InvalidListProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:validation-failed" | "urn:problem-type:task-manager-api:invalid-cursor";
    title: "Validation failed" | "Invalid cursor";
    /**
     * Format: int32
     * @constant
     */
    status: 422;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
    errors: components["schemas"]["ValidationErrors"];
};
/** @description A problem of an invalid create, `ValidationFailedProblem` or `IdempotencyKeyReusedProblem`. Branch on `type`. */
export type InvalidCreateProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:validation-failed" | "urn:problem-type:task-manager-api:idempotency-key-reused";
    title: "Validation failed" | "Idempotency key reused";
    /**
     * Format: int32
     * @constant
     */
    status: 422;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
    errors: components["schemas"]["ValidationErrors"];
};
/** @description A rate limit is exceeded: `policy` names it. Retry after `Retry-After` seconds. Use `RateLimit` to pace requests. */
export type TooManyRequestsProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:too-many-requests";
    title: "Too many requests";
    /**
     * Format: int32
     * @constant
     */
    status: 429;
    detail: components["schemas"]["Detail"];
    /** @description The exhausted policy, as `RateLimit` names it. */
    policy?: string;
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/** @description The request line and headers exceed the size limit. Send fewer or shorter headers. */
export type HeadersTooLargeProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:headers-too-large";
    title: "Headers too large";
    /**
     * Format: int32
     * @constant
     */
    status: 431;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/** @description The request has a transfer coding other than `chunked` (RFC 9112, section 6.1). */
export type NotImplementedProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:not-implemented";
    title: "Not implemented";
    /**
     * Format: int32
     * @constant
     */
    status: 501;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description An unexpected error occurred in the service. No changes were saved. Report the `requestId`, which
 *     identifies the error in the log.
 */
export type InternalErrorProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:internal-error";
    title: "Internal error";
    /**
     * Format: int32
     * @constant
     */
    status: 500;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The service is starting or stopping, or its database is busy, full or unreachable. No changes were saved.
 *     Retry after `Retry-After` seconds; retry a create with the same `Idempotency-Key`.
 */
export type ServiceUnavailableProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:service-unavailable";
    title: "Service unavailable";
    /**
     * Format: int32
     * @constant
     */
    status: 503;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description The list was stopped because it took too long, or was not started because too many such lists of yours are
 *     in progress. `detail` names the filters that no index serves in the order of the list. Use fewer or
 *     more selective filters, or another order. Retrying the same request can fail again.
 */
export type QueryTooExpensiveProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:query-too-expensive";
    title: "Query too expensive";
    /**
     * Format: int32
     * @constant
     */
    status: 503;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
/**
 * @description A problem of a list that cannot be read now, `ServiceUnavailableProblem` or `QueryTooExpensiveProblem`. Branch
 *     on `type`.
 */
export type ListUnavailableProblem = {
    /** Format: uri */
    type: "urn:problem-type:task-manager-api:service-unavailable" | "urn:problem-type:task-manager-api:query-too-expensive";
    title: "Service unavailable" | "Query too expensive";
    /**
     * Format: int32
     * @constant
     */
    status: 503;
    detail: components["schemas"]["Detail"];
    requestId: components["schemas"]["RequestId"];
    help?: components["schemas"]["ProblemHelp"];
};
