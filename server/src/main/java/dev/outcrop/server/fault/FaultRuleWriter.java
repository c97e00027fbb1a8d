package dev.outcrop.server.fault;

import java.time.Duration;

import dev.outcrop.catalog.Glob;
import dev.outcrop.families.JsonText;
import tools.jackson.core.JsonGenerator;

/** Writes the rules that hold now, as {@link FaultRules} reads them, and how often each has touched a call. */
final class FaultRuleWriter {

    private FaultRuleWriter() {}

    static byte[] write(Faults faults) {
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("rules");
            for (ArmedRule armed : faults.armed()) {
                json.writeStartObject();
                write(json, armed.rule());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("fired");
            for (ArmedRule armed : faults.armed()) {
                json.writeNumberProperty(armed.rule().name(), armed.fired());
            }
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, FaultRule rule) {
        json.writeStringProperty("name", rule.name());
        write(json, "operation", rule.calls().operation());
        write(json, "model", rule.calls().model());
        write(json, "principal", rule.calls().principal());
        write(json, "credential", rule.calls().credential());
        CallPattern.Header header = rule.calls().header();
        if (header != null) {
            json.writeObjectPropertyStart("header");
            json.writeStringProperty("name", header.name());
            json.writeStringProperty("value", header.value().pattern());
            json.writeEndObject();
        }
        FaultRule.Firing firing = rule.firing();
        if (firing.every() != 1) {
            json.writeNumberProperty("every", firing.every());
        }
        if (firing.first() != 0) {
            json.writeNumberProperty("first", firing.first());
        }
        if (firing.probability() < 1) {
            json.writeNumberProperty("probability", firing.probability());
        }
        if (firing.seed() != 0) {
            json.writeNumberProperty("seed", firing.seed());
        }
        write(json, "delay-ms", rule.delay());
        write(json, "jitter-ms", rule.jitter());
        write(json, rule.fault());
    }

    private static void write(JsonGenerator json, Fault fault) {
        switch (fault) {
            case Fault.None() -> {}
            case Fault.Answer(var error) -> {
                json.writeStringProperty("error", error.code());
                json.writeStringProperty("message", error.message());
            }
            case Fault.Silence() -> json.writeBooleanProperty("never-answer", true);
            case Fault.Disconnect() -> json.writeBooleanProperty("disconnect", true);
            case Fault.Stream(var pace, var breaking) -> {
                write(json, "chunk-delay-ms", pace);
                if (breaking != null) {
                    json.writeNumberProperty("after-chunks", breaking.after());
                    write(json, breaking.damage());
                }
            }
        }
    }

    private static void write(JsonGenerator json, Fault.Damage damage) {
        switch (damage) {
            case Fault.Damage.Raised(var error) -> {
                json.writeStringProperty("break", "exception");
                json.writeStringProperty(
                        "exception", Character.toLowerCase(error.code().charAt(0)) + error.code().substring(1));
                json.writeStringProperty("message", error.message());
            }
            case Fault.Damage.Truncation() -> json.writeStringProperty("break", "truncated-frame");
            case Fault.Damage.Checksum() -> json.writeStringProperty("break", "bad-checksum");
            case Fault.Damage.Disconnect() -> json.writeStringProperty("break", "disconnect");
            case Fault.Damage.End() -> json.writeStringProperty("break", "end");
        }
    }

    private static void write(JsonGenerator json, String key, Glob glob) {
        if (!glob.equals(Glob.ANY)) {
            json.writeStringProperty(key, glob.pattern());
        }
    }

    private static void write(JsonGenerator json, String key, Duration duration) {
        if (!duration.isZero()) {
            json.writeNumberProperty(key, duration.toMillis());
        }
    }
}
