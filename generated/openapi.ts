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
         * @description Answers a page of your tasks, newest first unless you say otherwise. Values of one filter are
         *     alternatives (`status=pending&status=in_progress` is either), different filters narrow each other.
         *
         *     Each filter alone in its default order, and each order without a filter, costs the same however many
         *     tasks you have. Other combinations are right too, and cost by what they match.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Create a task
         * @description Creates a task of yours. Only `title` is needed; what you leave out gets its default. `Location` names
         *     the new task, and `ETag` is what you send in `If-Match` with your first change.
         *
         *     Send an `Idempotency-Key`, so that a repeated request cannot create a second task.
         */
        post: operations["createTask"];
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
            path?: never;
            cookie?: never;
        };
        /**
         * Read a task
         * @description Answers one of your tasks. Send the `ETag` that you have in `If-None-Match`, and an unchanged task
         *     answers 304 without a body.
         */
        get: operations["getTask"];
        /**
         * Replace a task
         * @description Replaces every writable field of a task. What you leave out goes back to its default, so send the whole
         *     task; to change a field or two, use PATCH. It never creates a task: an unknown `taskId` is a 404.
         */
        put: operations["replaceTask"];
        post?: never;
        /**
         * Delete a task
         * @description Deletes one of your tasks, for good. Deleting it again is a 404.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * Change some fields of a task
         * @description A JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): send only the fields to change.
         *     A null empties `description` or `dueAt`; `tags` are replaced as a whole. Entering `completed` sets
         *     `completedAt`, leaving it clears it.
         */
        patch: operations["updateTask"];
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
         * @description Your tasks counted by status and by priority, and how many are overdue: still `pending` or
         *     `in_progress` with a `dueAt` in the past. It costs the same however many tasks you have.
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
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say what is running
         * @description Answers 200 with the version and how long the process has been up, whatever state it is in.
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
         * Tell whether the process is alive
         * @description For a liveness probe: 200 as long as the process answers at all. It looks at nothing else, so that a
         *     database that is away does not get the process restarted.
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
         * Tell whether to send requests here
         * @description For a readiness probe and for load balancers: 200 when task operations can be served, 503 while the
         *     service starts, drains before it stops, or cannot reach its database.
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
         * Read the metrics
         * @description The metrics in the Prometheus text format. When the operator has set a token for them, it is wanted as
         *     a bearer token; a user's token does not open them.
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
         * Download the contract as YAML
         * @description This very file, byte for byte, with its comments. Its `ETag` changes only when it does.
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
         * Download the contract as JSON
         * @description The same contract for tools that read JSON only.
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
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: uuid
         * @description Names the task for good. A UUIDv7 (RFC 9562), so ids sort by their time of creation.
         */
        TaskId: string;
        /**
         * @description Where the task stands. Any status may follow any other.
         * @enum {string}
         */
        TaskStatus: "pending" | "in_progress" | "completed" | "cancelled";
        /**
         * @description How much it matters, from least to most.
         * @enum {string}
         */
        TaskPriority: "low" | "medium" | "high" | "urgent";
        /** @description What is to be done, on one line. At least one visible character. */
        TaskTitle: string;
        /** @description Whatever else is worth knowing. Line breaks and tabs are kept, other control characters refused. */
        TaskDescription: string | null;
        /** @description A label in lower case. */
        Tag: string;
        /** @description Labels to find the task by, each once. */
        Tags: components["schemas"]["Tag"][];
        /**
         * Format: date-time
         * @description A moment (RFC 3339) with `T` and `Z` in upper case, or an offset. It is kept to the millisecond, in UTC:
         *     further digits are cut off. Leap seconds are refused, and so are moments whose UTC year would not be
         *     0001 to 9999 (on the first of these days no offset east of UTC, on the last none west of it).
         */
        DateTime: string;
        /**
         * Format: date-time
         * @description When it has to be done. Rules as for any moment that you send; null for no due date.
         */
        DueAt: string | null;
        /**
         * Format: date-time
         * @description A moment in UTC, to the millisecond.
         */
        UtcDateTime: string;
        /** @description A task as it is answered. */
        Task: {
            id: components["schemas"]["TaskId"];
            title: components["schemas"]["TaskTitle"];
            description: components["schemas"]["TaskDescription"];
            status: components["schemas"]["TaskStatus"];
            priority: components["schemas"]["TaskPriority"];
            /**
             * Format: date-time
             * @description When it has to be done, in UTC, or null.
             */
            dueAt: string | null;
            tags: components["schemas"]["Tags"];
            /** @description When it was created, in UTC. */
            createdAt: components["schemas"]["UtcDateTime"];
            /** @description When it was last changed, in UTC; the same as `createdAt` until then. */
            updatedAt: components["schemas"]["UtcDateTime"];
            /**
             * Format: date-time
             * @description When it last became `completed`; null in every other status.
             */
            completedAt: string | null;
        };
        /** @description A task to create. */
        CreateTask: {
            title: components["schemas"]["TaskTitle"];
            /** @default null */
            description?: components["schemas"]["TaskDescription"];
            /** @default pending */
            status?: components["schemas"]["TaskStatus"];
            /** @default medium */
            priority?: components["schemas"]["TaskPriority"];
            /** @default null */
            dueAt?: components["schemas"]["DueAt"];
            /** @default [] */
            tags?: components["schemas"]["Tags"];
        };
        /** @description A task as it is to be. What is left out goes back to its default. */
        ReplaceTask: {
            title: components["schemas"]["TaskTitle"];
            /** @default null */
            description?: components["schemas"]["TaskDescription"];
            /** @default pending */
            status?: components["schemas"]["TaskStatus"];
            /** @default medium */
            priority?: components["schemas"]["TaskPriority"];
            /** @default null */
            dueAt?: components["schemas"]["DueAt"];
            /** @default [] */
            tags?: components["schemas"]["Tags"];
        };
        /** @description The fields to change. What is left out stays as it is. */
        UpdateTask: {
            title?: components["schemas"]["TaskTitle"];
            description?: components["schemas"]["TaskDescription"];
            status?: components["schemas"]["TaskStatus"];
            priority?: components["schemas"]["TaskPriority"];
            dueAt?: components["schemas"]["DueAt"];
            tags?: components["schemas"]["Tags"];
        };
        /** @description Some tasks, in the order that was asked for. */
        TaskPage: {
            /** @description The tasks of this page. */
            items: components["schemas"]["Task"][];
            /** @description What to send as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        /**
         * Format: int64
         * @description A number of tasks.
         */
        TaskCount: number;
        /** @description Your tasks in numbers. */
        Summary: {
            /** @description How many tasks you have. */
            total: components["schemas"]["TaskCount"];
            /** @description How many are in each status. */
            byStatus: {
                pending: components["schemas"]["TaskCount"];
                in_progress: components["schemas"]["TaskCount"];
                completed: components["schemas"]["TaskCount"];
                cancelled: components["schemas"]["TaskCount"];
            };
            /** @description How many are of each priority, whatever their status. */
            byPriority: {
                low: components["schemas"]["TaskCount"];
                medium: components["schemas"]["TaskCount"];
                high: components["schemas"]["TaskCount"];
                urgent: components["schemas"]["TaskCount"];
            };
            /** @description How many are still `pending` or `in_progress`, with a `dueAt` in the past. */
            overdue: components["schemas"]["TaskCount"];
        };
        /** @description One entity tag or several, separated by commas, or `*` for any (RFC 9110, section 13.1). */
        EntityTags: string;
        /** @description Names one request in the service's log. */
        RequestId: string;
        /** @description A semantic version. */
        Version: string;
        /** @description What is running, and how it is. */
        Health: {
            /**
             * @description Whether it starts, serves or is about to stop.
             * @enum {string}
             */
            status: "starting" | "ready" | "draining";
            /** @description The version of the program. */
            version: components["schemas"]["Version"];
            /** @description The `info.version` of the contract that it keeps. */
            contractVersion: components["schemas"]["Version"];
            /** @description The commit that the program was built from, where its image says so. */
            revision?: string;
            /**
             * Format: double
             * @description Seconds since the process started.
             */
            uptimeSeconds: number;
        };
        /** @description That the process answers. */
        Liveness: {
            /**
             * @description Always `alive`.
             * @constant
             */
            status: "alive";
        };
        /** @description That task operations can be served. */
        Readiness: {
            /**
             * @description Always `ready`; anything else is a 503.
             * @constant
             */
            status: "ready";
        };
        /** @description Metrics in the Prometheus text format 0.0.4. */
        Metrics: string;
        /** @description An OpenAPI document in YAML. */
        ContractText: string;
        /** @description An OpenAPI document. It is described by the OpenAPI Specification and therefore left open here. */
        ContractDocument: {
            /** @description The version of the OpenAPI Specification. */
            openapi: string;
            /** @description What the API is called, and its version. */
            info: {
                [key: string]: unknown;
            };
            /** @description The operations by path. */
            paths: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description What went wrong in this request, for people. */
        ProblemDetail: string;
        /** @description One thing that is wrong in the request, and where. */
        RequestFault: {
            /**
             * @description Which part of the request.
             * @enum {string}
             */
            location: "path" | "query" | "header" | "body";
            /** @description The parameter or the header, when it is not in the body. */
            name?: string;
            /** @description The place in the body, a JSON Pointer (RFC 6901). Empty for the body as a whole. */
            pointer?: string;
            /**
             * @description The rule that was broken, as JSON Schema names it (`minLength`, `enum`, …), or `unknown` for a parameter
             *     that the contract does not have, `cursor` and `reused` for what the problems of these names are about.
             */
            code: string;
            /** @description What is wrong there, for people. */
            detail: string;
        };
        /** @description Everything that is wrong in the request, up to a hundred things. */
        RequestFaults: components["schemas"]["RequestFault"][];
        /**
         * @description The bytes are not a request: malformed JSON, a body or a URL that is not UTF-8, a broken percent
         *     encoding, or HTTP that is not HTTP. Nothing was looked at beyond that. Send it through a JSON and URL
         *     library rather than by hand.
         */
        UnreadableRequestProblem: {
            /** @constant */
            type: "/docs/problems#unreadable-request";
            /** @constant */
            title: "The request cannot be read";
            /** @constant */
            status: 400;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description There is no bearer token, or it is expired, wrongly signed or made for another service.
         *     `WWW-Authenticate` says which. Get a new token and repeat the request.
         */
        UnauthorizedProblem: {
            /** @constant */
            type: "/docs/problems#unauthorized";
            /** @constant */
            title: "Valid credentials are needed";
            /** @constant */
            status: 401;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description The token is good, but does not allow this operation. Reading wants the scope `tasks:read`, writing
         *     `tasks:write`. Get a token with it; repeating the request with the same token will not help.
         */
        ForbiddenProblem: {
            /** @constant */
            type: "/docs/problems#forbidden";
            /** @constant */
            title: "The token lacks a scope";
            /** @constant */
            status: 403;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description You have no task with this id: it was never there, is deleted, or belongs to somebody else, which is
         *     not told apart. Take it out of your list.
         */
        TaskNotFoundProblem: {
            /** @constant */
            type: "/docs/problems#task-not-found";
            /** @constant */
            title: "There is no such task";
            /** @constant */
            status: 404;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description The contract has no such path. It is spelled wrongly, in the wrong case, with a slash too many, or
         *     belongs to another version. `/openapi.yaml` has all of them.
         */
        RouteNotFoundProblem: {
            /** @constant */
            type: "/docs/problems#route-not-found";
            /** @constant */
            title: "There is nothing at this path";
            /** @constant */
            status: 404;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /** @description The path exists, the method does not. `Allow` lists those that do. */
        MethodNotAllowedProblem: {
            /** @constant */
            type: "/docs/problems#method-not-allowed";
            /** @constant */
            title: "This method does not work here";
            /** @constant */
            status: 405;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description Your `Accept` header leaves out every media type that this operation answers; `detail` names them. Send
         *     one of them, `*\/*`, or no `Accept` at all.
         */
        NotAcceptableProblem: {
            /** @constant */
            type: "/docs/problems#not-acceptable";
            /** @constant */
            title: "The answer has no form that you accept";
            /** @constant */
            status: 406;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /** @description The headers or the body did not arrive in time. Repeat the request on a new connection. */
        RequestTimeoutProblem: {
            /** @constant */
            type: "/docs/problems#request-timeout";
            /** @constant */
            title: "The request took too long to arrive";
            /** @constant */
            status: 408;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description Another request with the same `Idempotency-Key` has not been answered yet. Wait a moment and repeat
         *     this one with the same key: you will get the first one's answer.
         */
        IdempotencyInFlightProblem: {
            /** @constant */
            type: "/docs/problems#idempotency-in-flight";
            /** @constant */
            title: "The first request with this key is still running";
            /** @constant */
            status: 409;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description `If-Match` names a version that is not the newest, or `If-None-Match` the one that is, so nothing was
         *     changed. Read the task again, show the difference to your user or merge it, and repeat the change with
         *     the new `ETag`.
         */
        PreconditionFailedProblem: {
            /** @constant */
            type: "/docs/problems#precondition-failed";
            /** @constant */
            title: "The task has changed meanwhile";
            /** @constant */
            status: 412;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description The body is larger than the largest valid one can be, however it is escaped. The limits of the single
         *     fields are in the contract.
         */
        ContentTooLargeProblem: {
            /** @constant */
            type: "/docs/problems#content-too-large";
            /** @constant */
            title: "The body is too large";
            /** @constant */
            status: 413;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description `Content-Type` is missing or not one that this operation takes, its charset is not UTF-8, or the body
         *     is compressed. `Accept` (or `Accept-Patch`) in the answer lists what is taken.
         */
        UnsupportedMediaTypeProblem: {
            /** @constant */
            type: "/docs/problems#unsupported-media-type";
            /** @constant */
            title: "The body has a media type that is not taken here";
            /** @constant */
            status: 415;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description The request could be read, and something in it is not as the contract wants it. `errors` has each thing
         *     at once, with its place: a JSON Pointer into the body, or the name of a parameter. Show each beside
         *     its field.
         */
        InvalidRequestProblem: {
            /** @constant */
            type: "/docs/problems#invalid-request";
            /** @constant */
            title: "The request does not keep the contract";
            /** @constant */
            status: 422;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
            errors: components["schemas"]["RequestFaults"];
        };
        /**
         * @description The cursor was altered, or comes from a list with other filters or another order. Start again from
         *     the first page, without a cursor.
         */
        InvalidCursorProblem: {
            /** @constant */
            type: "/docs/problems#invalid-cursor";
            /** @constant */
            title: "The cursor does not belong to this query";
            /** @constant */
            status: 422;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
            errors: components["schemas"]["RequestFaults"];
        };
        /**
         * @description The `Idempotency-Key` came with another body within the last 24 hours. A key is for one create and its
         *     repetitions: make a new one for a new task.
         */
        IdempotencyKeyReusedProblem: {
            /** @constant */
            type: "/docs/problems#idempotency-key-reused";
            /** @constant */
            title: "This key was used for another task";
            /** @constant */
            status: 422;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
            errors: components["schemas"]["RequestFaults"];
        };
        /**
         * @description The rate limit is used up. Wait for `Retry-After` seconds and repeat the request; spread your requests
         *     by what `RateLimit` tells you.
         */
        TooManyRequestsProblem: {
            /** @constant */
            type: "/docs/problems#too-many-requests";
            /** @constant */
            title: "Too many requests";
            /** @constant */
            status: 429;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /** @description The request line and the headers together are larger than the service takes. Send fewer or shorter ones. */
        HeadersTooLargeProblem: {
            /** @constant */
            type: "/docs/problems#headers-too-large";
            /** @constant */
            title: "The headers are too large";
            /** @constant */
            status: 431;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description A fault in the service, and none of yours. Nothing of a write was kept. Report the `requestId`: it
         *     leads to the cause in the log.
         */
        InternalErrorProblem: {
            /** @constant */
            type: "/docs/problems#internal-error";
            /** @constant */
            title: "Something went wrong on our side";
            /** @constant */
            status: 500;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
        /**
         * @description It is starting or stopping, or its database is busy, full or away. Nothing of a write was kept. Wait
         *     for `Retry-After` seconds and repeat the request, a create with the same `Idempotency-Key`.
         */
        ServiceUnavailableProblem: {
            /** @constant */
            type: "/docs/problems#service-unavailable";
            /** @constant */
            title: "The service cannot answer now";
            /** @constant */
            status: 503;
            detail: components["schemas"]["ProblemDetail"];
            requestId: components["schemas"]["RequestId"];
        };
    };
    responses: {
        /** @description The task as it is now. */
        TheTask: {
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
        /** @description The contract has not changed since the version that you have. */
        ContractNotModified: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request cannot be read. */
        UnreadableRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnreadableRequestProblem"];
            };
        };
        /** @description No valid token. */
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
        /** @description The token lacks the scope that this operation wants. */
        Forbidden: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ForbiddenProblem"];
            };
        };
        /** @description You have no such task. */
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
        /** @description `Accept` leaves out every media type of the answer. */
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
        /** @description The first request with this `Idempotency-Key` is still running. */
        IdempotencyConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description `If-Match` or `If-None-Match` leaves the newest version out; nothing was changed. */
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
        /** @description The body is larger than any valid one. */
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
        /** @description The body is not JSON by its `Content-Type`. */
        UnsupportedMediaType: {
            headers: {
                Accept: components["headers"]["Accept"];
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
        /** @description The body is neither a merge patch nor JSON by its `Content-Type`. */
        UnsupportedPatchType: {
            headers: {
                "Accept-Patch": components["headers"]["AcceptPatch"];
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
        /** @description A filter, the order, the limit or the cursor is not as the contract wants it. */
        InvalidListRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"] | components["schemas"]["InvalidCursorProblem"];
            };
        };
        /** @description The task or the `Idempotency-Key` is not as the contract wants it. */
        InvalidCreateRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"];
            };
        };
        /** @description The id or a header is not as the contract wants it. */
        InvalidTaskRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description The id, a header or the body is not as the contract wants it. */
        InvalidChangeRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description There is a query parameter that the contract does not have. */
        InvalidQuery: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description The rate limit is used up. */
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
        /** @description A fault in the service. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicyOfCounted"];
                RateLimit: components["headers"]["RateLimitOfCounted"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalErrorProblem"];
            };
        };
        /** @description The service starts, stops or waits for its database. */
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicyOfCounted"];
                RateLimit: components["headers"]["RateLimitOfCounted"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ServiceUnavailableProblem"];
            };
        };
        /** @description The service starts, is about to stop, or cannot reach its database. */
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
        /** @description The request cannot be read. */
        PublicUnreadableRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnreadableRequestProblem"];
            };
        };
        /** @description `Accept` leaves out every media type of the answer. */
        PublicNotAcceptable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotAcceptableProblem"];
            };
        };
        /** @description There is a query parameter that the contract does not have. */
        PublicInvalidQuery: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description `If-None-Match` is not as the contract wants it, or a query parameter is not in it. */
        PublicInvalidConditional: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description The token for the metrics is missing or wrong. */
        MetricsTokenNeeded: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                "X-Request-Id": components["headers"]["RequestId"];
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
         * @description The task's `id`.
         * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
         */
        TaskIdInPath: string;
        /**
         * @description Only tasks in this status. Repeat it for either of several.
         * @example [
         *       "pending",
         *       "in_progress"
         *     ]
         */
        StatusFilter: components["schemas"]["TaskStatus"][];
        /**
         * @description Only tasks of this priority. Repeat it for either of several.
         * @example [
         *       "high",
         *       "urgent"
         *     ]
         */
        PriorityFilter: components["schemas"]["TaskPriority"][];
        /**
         * @description Only tasks with this tag. Repeat it for either of several.
         * @example [
         *       "release"
         *     ]
         */
        TagFilter: components["schemas"]["Tag"][];
        /**
         * @description Only tasks due before this moment. The default order becomes `due`.
         * @example 2026-03-09T00:00:00Z
         */
        DueBefore: components["schemas"]["DateTime"];
        /**
         * @description Only tasks due after this moment. The default order becomes `due`.
         * @example 2026-03-02T00:00:00Z
         */
        DueAfter: components["schemas"]["DateTime"];
        /**
         * @description Only tasks that changed at this moment or later. Without `dueBefore` and `dueAfter`, the default order
         *     becomes `updated`: ask again with the last `updatedAt` that you saw, and you miss no change.
         * @example 2026-03-04T08:41:50.230Z
         */
        UpdatedSince: components["schemas"]["DateTime"];
        /**
         * @description Only tasks whose title or description has all these words, or words that begin with them, whatever
         *     their case and accents. Punctuation separates words; a text without a letter or a digit finds nothing.
         * @example release notes
         */
        Search: string;
        /**
         * @description The order. A leading `-` turns it round. Without it: `due` with `dueBefore` or `dueAfter`, else
         *     `updated` with `updatedSince`, else `-created`. Tasks without a due date always come last in `due` and
         *     `-due`; `priority` goes from `low` to `urgent`.
         * @example -priority
         */
        Sort: "created" | "-created" | "updated" | "-updated" | "due" | "-due" | "priority" | "-priority";
        /**
         * @description Where the page before this one ended: its `nextCursor`, with the same filters and order. A cursor of
         *     another query is a 422; `limit` may change on the way.
         * @example WyJjcmVhdGVkIiwiMDE5Y2FkZDQiXQ
         */
        Cursor: string;
        /**
         * @description How many tasks a page may hold.
         * @example 20
         */
        Limit: number;
        /**
         * @description A key of your choice for this one create, best a UUID, in double quotes as the
         *     [Idempotency-Key draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/) has
         *     it. For 24 hours the same key with the same body answers what the first request answered and creates
         *     nothing; with another body it is a 422, and while the first request is still running a 409.
         * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
         */
        IdempotencyKey: string;
        /**
         * @description The `ETag` of the version that you mean to change. If the task has another by now, nothing happens and
         *     you get a 412. `*` asks only that the task exists.
         * @example "3"
         */
        IfMatch: components["schemas"]["EntityTags"];
        /**
         * @description The `ETag` that you have. If it is still the newest, you get a 304 without a body.
         * @example "3"
         */
        IfNoneMatch: components["schemas"]["EntityTags"];
        /**
         * @description Versions that are not to be changed. If the task is at one of them, nothing happens and you get a 412.
         *     `*` is any version: a change that is only for a task that does not exist, so there is none.
         * @example "2"
         */
        IfNoneMatchOfChange: components["schemas"]["EntityTags"];
    };
    requestBodies: never;
    headers: {
        /**
         * @description The calling page's origin, when the operator allows it (CORS).
         * @example *
         */
        "Access-Control-Allow-Origin": string;
        /**
         * @description Names this request in the service's log. Send your own `X-Request-Id` (1 to 64 letters, digits, `.`,
         *     `_` and `-`) and it is used instead.
         * @example 019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6
         */
        RequestId: components["schemas"]["RequestId"];
        /**
         * @description The version of what was answered, for `If-Match` and `If-None-Match`.
         * @example "3"
         */
        ETag: string;
        /**
         * @description Where the new task is.
         * @example /tasks/019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c
         */
        Location: string;
        /**
         * @description The rate limit that applies, a quota (`q`) in a window of seconds (`w`).
         * @example "requests";q=6000;w=60
         */
        RateLimitPolicy: string;
        /**
         * @description What is left of it (`r`), and the seconds until it is full again (`t`).
         * @example "requests";r=5997;t=42
         */
        RateLimit: string;
        /**
         * @description The rate limit that applies, when the request got as far as to be counted.
         * @example "requests";q=6000;w=60
         */
        RateLimitPolicyOfCounted: string;
        /**
         * @description What is left of it, when the request got as far as to be counted.
         * @example "requests";r=5997;t=42
         */
        RateLimitOfCounted: string;
        /**
         * @description Seconds to wait before you try again.
         * @example 12
         */
        RetryAfter: number;
        /**
         * @description Which credentials are wanted, and what was wrong with yours (RFC 6750).
         * @example Bearer realm="tasks", error="invalid_token", error_description="The token has expired"
         */
        WWWAuthenticate: string;
        /**
         * @description The media types that this operation takes.
         * @example application/json
         */
        Accept: string;
        /**
         * @description The patch formats that this operation takes (RFC 5789).
         * @example application/merge-patch+json, application/json
         */
        AcceptPatch: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTasks: {
        parameters: {
            query?: {
                /**
                 * @description Only tasks in this status. Repeat it for either of several.
                 * @example [
                 *       "pending",
                 *       "in_progress"
                 *     ]
                 */
                status?: components["parameters"]["StatusFilter"];
                /**
                 * @description Only tasks of this priority. Repeat it for either of several.
                 * @example [
                 *       "high",
                 *       "urgent"
                 *     ]
                 */
                priority?: components["parameters"]["PriorityFilter"];
                /**
                 * @description Only tasks with this tag. Repeat it for either of several.
                 * @example [
                 *       "release"
                 *     ]
                 */
                tag?: components["parameters"]["TagFilter"];
                /**
                 * @description Only tasks due before this moment. The default order becomes `due`.
                 * @example 2026-03-09T00:00:00Z
                 */
                dueBefore?: components["parameters"]["DueBefore"];
                /**
                 * @description Only tasks due after this moment. The default order becomes `due`.
                 * @example 2026-03-02T00:00:00Z
                 */
                dueAfter?: components["parameters"]["DueAfter"];
                /**
                 * @description Only tasks that changed at this moment or later. Without `dueBefore` and `dueAfter`, the default order
                 *     becomes `updated`: ask again with the last `updatedAt` that you saw, and you miss no change.
                 * @example 2026-03-04T08:41:50.230Z
                 */
                updatedSince?: components["parameters"]["UpdatedSince"];
                /**
                 * @description Only tasks whose title or description has all these words, or words that begin with them, whatever
                 *     their case and accents. Punctuation separates words; a text without a letter or a digit finds nothing.
                 * @example release notes
                 */
                q?: components["parameters"]["Search"];
                /**
                 * @description The order. A leading `-` turns it round. Without it: `due` with `dueBefore` or `dueAfter`, else
                 *     `updated` with `updatedSince`, else `-created`. Tasks without a due date always come last in `due` and
                 *     `-due`; `priority` goes from `low` to `urgent`.
                 * @example -priority
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description Where the page before this one ended: its `nextCursor`, with the same filters and order. A cursor of
                 *     another query is a 422; `limit` may change on the way.
                 * @example WyJjcmVhdGVkIiwiMDE5Y2FkZDQiXQ
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description How many tasks a page may hold.
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
                     * @description The next page (RFC 8288, `rel="next"`), when there is one.
                     * @example </tasks?status=pending&cursor=WyJjcmVhdGVkIiwiMDE5Y2FkZDQiXQ>; rel="next"
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
            400: components["responses"]["UnreadableRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidListRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice for this one create, best a UUID, in double quotes as the
                 *     [Idempotency-Key draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/) has
                 *     it. For 24 hours the same key with the same body answers what the first request answered and creates
                 *     nothing; with another body it is a 422, and while the first request is still running a 409.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
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
            /** @description The task was created, now or by an earlier request with the same `Idempotency-Key`. */
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
            400: components["responses"]["UnreadableRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyConflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidCreateRequest"];
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
                 * @description The `ETag` that you have. If it is still the newest, you get a 304 without a body.
                 * @example "3"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The task's `id`.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["TheTask"];
            /** @description The task has not changed since the version that you have. */
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
            400: components["responses"]["UnreadableRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidTaskRequest"];
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
                 * @description The `ETag` of the version that you mean to change. If the task has another by now, nothing happens and
                 *     you get a 412. `*` asks only that the task exists.
                 * @example "3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that are not to be changed. If the task is at one of them, nothing happens and you get a 412.
                 *     `*` is any version: a change that is only for a task that does not exist, so there is none.
                 * @example "2"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchOfChange"];
            };
            path: {
                /**
                 * @description The task's `id`.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        /** @description The whole task as it is to be. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceTask"];
            };
        };
        responses: {
            200: components["responses"]["TheTask"];
            400: components["responses"]["UnreadableRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidChangeRequest"];
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
                 * @description The `ETag` of the version that you mean to change. If the task has another by now, nothing happens and
                 *     you get a 412. `*` asks only that the task exists.
                 * @example "3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that are not to be changed. If the task is at one of them, nothing happens and you get a 412.
                 *     `*` is any version: a change that is only for a task that does not exist, so there is none.
                 * @example "2"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchOfChange"];
            };
            path: {
                /**
                 * @description The task's `id`.
                 * @example 019cadd4-c134-7b2e-9c41-5d0f6a7e8b90
                 */
                taskId: components["parameters"]["TaskIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task is gone. */
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
            400: components["responses"]["UnreadableRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["InvalidTaskRequest"];
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
                 * @description The `ETag` of the version that you mean to change. If the task has another by now, nothing happens and
                 *     you get a 412. `*` asks only that the task exists.
                 * @example "3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Versions that are not to be changed. If the task is at one of them, nothing happens and you get a 412.
                 *     `*` is any version: a change that is only for a task that does not exist, so there is none.
                 * @example "2"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatchOfChange"];
            };
            path: {
                /**
                 * @description The task's `id`.
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
            200: components["responses"]["TheTask"];
            400: components["responses"]["UnreadableRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedPatchType"];
            422: components["responses"]["InvalidChangeRequest"];
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
            /** @description Your tasks in numbers. */
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
            400: components["responses"]["UnreadableRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            422: components["responses"]["InvalidQuery"];
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
            /** @description The process is up. */
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
            400: components["responses"]["PublicUnreadableRequest"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidQuery"];
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
            400: components["responses"]["PublicUnreadableRequest"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidQuery"];
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
            /** @description Send requests here. */
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
            400: components["responses"]["PublicUnreadableRequest"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidQuery"];
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
            /** @description The metrics as they are now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain; version=0.0.4; charset=utf-8": components["schemas"]["Metrics"];
                };
            };
            400: components["responses"]["PublicUnreadableRequest"];
            401: components["responses"]["MetricsTokenNeeded"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidQuery"];
            500: components["responses"]["InternalError"];
        };
    };
    getContractYaml: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` that you have. If it is still the newest, you get a 304 without a body.
                 * @example "3"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": components["schemas"]["ContractText"] | components["schemas"]["ContractDocument"];
                };
            };
            304: components["responses"]["ContractNotModified"];
            400: components["responses"]["PublicUnreadableRequest"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidConditional"];
            500: components["responses"]["InternalError"];
        };
    };
    getContractJson: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` that you have. If it is still the newest, you get a 304 without a body.
                 * @example "3"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDocument"];
                };
            };
            304: components["responses"]["ContractNotModified"];
            400: components["responses"]["PublicUnreadableRequest"];
            406: components["responses"]["PublicNotAcceptable"];
            422: components["responses"]["PublicInvalidConditional"];
            500: components["responses"]["InternalError"];
        };
    };
}
