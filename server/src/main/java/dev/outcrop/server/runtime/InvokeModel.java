package dev.outcrop.server.runtime;

import java.util.concurrent.ThreadLocalRandom;

import dev.outcrop.families.Families;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.pipeline.Call;
import dev.outcrop.wire.eventstream.EventEncoder;
import tools.jackson.databind.JsonNode;

/** InvokeModel and InvokeModelWithResponseStream: bodies in the format of each model's family. */
public final class InvokeModel {
    private final Invocations invocations;
    private final Families families = new Families();
    private final StreamForm streamForm;

    /** @param padding whether stream events carry the padding member {@code p} */
    public InvokeModel(Invocations invocations, boolean padding) {
        this.invocations = invocations;
        this.streamForm = new EventStreamForm(new EventEncoder(ThreadLocalRandom::current, padding));
    }

    /** Answers InvokeModel. */
    public void whole(Call call) {
        answer(call, false);
    }

    /** Answers InvokeModelWithResponseStream. */
    public void streamed(Call call) {
        answer(call, true);
    }

    private void answer(Call call, boolean streaming) {
        invocations.answer(new Invocations.Request(
                call.exchange(),
                String.valueOf(call.input().string("modelId")),
                GuardrailHeaders.of(call.input()),
                call.input().string("contentType"),
                streaming,
                () -> NativeBody.parse(call.exchange().body()),
                new NativeDoor(call)));
    }

    private final class NativeDoor implements Door {
        private final Call call;

        NativeDoor(Call call) {
            this.call = call;
        }

        @Override
        public Invocation parse(InvocationContext context, JsonNode body) {
            return families.of(context.modelId()).parse(context, body);
        }

        @Override
        public void describe(Exchange exchange) {
            echo(exchange, "performanceConfigLatency", Names.PERFORMANCE_LATENCY);
            echo(exchange, "serviceTier", Names.SERVICE_TIER);
        }

        private void echo(Exchange exchange, String member, CharSequence header) {
            String value = call.input().string(member);
            if (value != null) {
                exchange.header(header, value);
            }
        }

        @Override
        public StreamForm streamForm() {
            return streamForm;
        }
    }
}
