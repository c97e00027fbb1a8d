package dev.outcrop.server.http;

import io.vertx.core.http.HttpHeaders;

/** Header names and values, encoded once. Lower case, as HTTP/2 demands; HTTP/1.1 does not care. */
public final class Names {
    public static final CharSequence CONNECTION = HttpHeaders.CONNECTION;
    public static final CharSequence CONTENT_LENGTH = HttpHeaders.CONTENT_LENGTH;
    public static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
    public static final CharSequence DATE = HttpHeaders.DATE;
    public static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-amzn-requestid");
    public static final CharSequence ERROR_TYPE = HttpHeaders.createOptimized("x-amzn-errortype");
    public static final CharSequence SERVED_BY = HttpHeaders.createOptimized("x-outcrop-served-by");
    public static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
    public static final CharSequence FAULT = HttpHeaders.createOptimized("x-outcrop-fault");
    public static final CharSequence BEDROCK_CONTENT_TYPE = HttpHeaders.createOptimized("x-amzn-bedrock-content-type");
    public static final CharSequence INVOCATION_LATENCY = HttpHeaders
            .createOptimized("x-amzn-bedrock-invocation-latency");
    public static final CharSequence INPUT_TOKEN_COUNT = HttpHeaders
            .createOptimized("x-amzn-bedrock-input-token-count");
    public static final CharSequence OUTPUT_TOKEN_COUNT = HttpHeaders
            .createOptimized("x-amzn-bedrock-output-token-count");
    public static final CharSequence PERFORMANCE_LATENCY = HttpHeaders
            .createOptimized("x-amzn-bedrock-performanceconfig-latency");
    public static final CharSequence SERVICE_TIER = HttpHeaders.createOptimized("x-amzn-bedrock-service-tier");
    public static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    public static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("application/vnd.amazon.eventstream");

    private Names() {}
}
