package dev.outcrop.server.openai;

import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;

/** Decorator that has every error of a call to the OpenAI API in OpenAI's form, also those that come before it is reached. */
public final class OpenAiErrorForm implements Endpoint {
    private final String prefix;
    private final Endpoint next;

    /** @param basePath what stands in front of every path */
    public OpenAiErrorForm(String basePath, Endpoint next) {
        this.prefix = basePath + OpenAiApi.PATH;
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        if (exchange.rawPath().startsWith(prefix)) {
            exchange.errorsBy(OpenAiErrors::write);
        }
        next.serve(exchange);
    }
}
