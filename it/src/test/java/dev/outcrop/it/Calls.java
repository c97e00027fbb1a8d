package dev.outcrop.it;

import java.util.List;

/** One call per family: a body in its own format, and where its answer and its chunks' texts stand. */
record Calls(String modelId, String body, String answer, String delta) {

    static final List<Calls> ALL = List.of(
            new Calls(
                    "amazon.titan-text-express-v1",
                    "{\"inputText\":\"What is the capital of France?\",\"textGenerationConfig\":{\"maxTokenCount\":24}}",
                    "/results/0/outputText",
                    "/outputText"),
            new Calls(
                    "anthropic.claude-3-haiku-20240307-v1:0",
                    "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":24,"
                            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}",
                    "/content/0/text",
                    "/delta/text"),
            new Calls(
                    "anthropic.claude-v2:1",
                    "{\"prompt\":\"\\n\\nHuman: Hello!\\n\\nAssistant:\",\"max_tokens_to_sample\":24}",
                    "/completion",
                    "/completion"),
            new Calls(
                    "meta.llama3-8b-instruct-v1:0",
                    "{\"prompt\":\"<|begin_of_text|><|start_header_id|>user<|end_header_id|>\\n\\nHello!<|eot_id|>"
                            + "<|start_header_id|>assistant<|end_header_id|>\\n\\n\",\"max_gen_len\":24}",
                    "/generation",
                    "/generation"),
            new Calls(
                    "meta.llama2-13b-chat-v1",
                    "{\"prompt\":\"<s>[INST] Hello! [/INST]\",\"max_gen_len\":24}",
                    "/generation",
                    "/generation"),
            new Calls(
                    "us.meta.llama3-2-1b-instruct-v1:0",
                    "{\"prompt\":\"The capital of Italy is\",\"max_gen_len\":8}",
                    "/generation",
                    "/generation"),
            new Calls(
                    "mistral.mistral-7b-instruct-v0:2",
                    "{\"prompt\":\"<s>[INST] Hello! [/INST]\",\"max_tokens\":24}",
                    "/outputs/0/text",
                    "/outputs/0/text"));

    @Override
    public String toString() {
        return modelId;
    }
}
