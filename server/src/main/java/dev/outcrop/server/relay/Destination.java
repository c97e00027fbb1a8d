package dev.outcrop.server.relay;

/**
 * Where a call is handed on to.
 *
 * @param modelId what the service knows the model by: as the caller wrote it, unless that is something made here
 */
public record Destination(RemoteService service, String modelId) {}
