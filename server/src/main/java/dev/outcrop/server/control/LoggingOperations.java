package dev.outcrop.server.control;

import java.io.IOException;
import java.util.Map;

import dev.outcrop.server.invocationlog.InvocationLog;
import dev.outcrop.server.invocationlog.LogSettings;
import dev.outcrop.server.invocationlog.delivery.Destinations;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.StorageException;
import dev.outcrop.store.logging.LoggingStore;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * PutModelInvocationLoggingConfiguration, GetModelInvocationLoggingConfiguration and
 * DeleteModelInvocationLoggingConfiguration.
 *
 * <p>What is put is tried: an object is written to each destination, as the service does. Roles are kept and shown, and
 * never assumed.
 */
public final class LoggingOperations {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final LoggingStore store;
    private final InvocationLog log;
    private final AccountRegion scope;
    private final ResponseBinder responses;

    /** @param log told of changes */
    public LoggingOperations(LoggingStore store, InvocationLog log, AccountRegion scope, ResponseBinder responses) {
        this.store = store;
        this.log = log;
        this.scope = scope;
        this.responses = responses;
    }

    /** By operation name. */
    public Map<String, OperationHandler> handlers() {
        return Map.of(
                "PutModelInvocationLoggingConfiguration", new StoreOperation(this::put, responses),
                "GetModelInvocationLoggingConfiguration", new StoreOperation(this::get, responses),
                "DeleteModelInvocationLoggingConfiguration", new StoreOperation(this::delete, responses));
    }

    private Map<String, Object> put(BoundInput input) {
        String document = JSON.writeValueAsString(input.structure("loggingConfig"));
        LogSettings settings = LogSettings.read(document);
        if (settings.s3() == null && settings.logGroup() == null) {
            throw new ValidationException(
                    "The logging configuration names no destination: set cloudWatchConfig, s3Config or both.");
        }
        check(settings);
        store.put(scope, document);
        log.refresh();
        return Map.of();
    }

    private void check(LogSettings settings) {
        Destinations destinations = log.destinations();
        LogSettings.Place s3 = settings.s3();
        if (s3 != null) {
            permitted("bucket: " + s3.bucket(), () -> destinations.check(s3, scope.account(), scope.region()));
        }
        LogSettings.LogGroup group = settings.logGroup();
        if (group != null) {
            permitted(
                    "log group: " + group.name() + ", with role: " + group.roleArn(),
                    () -> destinations.check(group, scope.account(), scope.region()));
        }
    }

    private interface Check {
        void run() throws IOException;
    }

    private static void permitted(String what, Check check) {
        try {
            check.run();
        } catch (ObjectNameException | StorageException e) {
            throw new ValidationException("Failed to validate permissions for " + what + ". " + e.getMessage());
        } catch (IOException e) {
            throw new ValidationException("Failed to validate permissions for " + what + ".");
        }
    }

    private Map<String, Object> get(BoundInput input) {
        return store.find(scope)
                .<Map<String, Object>>map(document -> Map.of("loggingConfig", JSON.readValue(document, Map.class)))
                .orElse(Map.of());
    }

    private Map<String, Object> delete(BoundInput input) {
        store.delete(scope);
        log.refresh();
        return Map.of();
    }
}
