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
                    "/outputs/0/text"),
            new Calls("amazon.nova-micro-v1:0",
                    "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello!\"}]}],\"inferenceConfig\":{\"maxTokens\":24}}",
                    "/output/message/content/0/text",
                    "/contentBlockDelta/delta/text"),
            new Calls("ai21.jamba-1-5-mini-v1:0",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_tokens\":24}",
                    "/choices/0/message/content",
                    "/choices/0/delta/content"),
            new Calls("cohere.command-text-v14",
                    "{\"prompt\":\"Hello!\",\"max_tokens\":24,\"stream\":true}",
                    "/generations/0/text",
                    "/text"),
            new Calls("cohere.command-r-v1:0",
                    "{\"message\":\"Hello!\",\"max_tokens\":24}",
                    "/text",
                    "/text"),
            new Calls("mistral.mistral-large-2402-v1:0",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_tokens\":24}",
                    "/choices/0/message/content",
                    "/choices/0/message/content"),
            new Calls("us.deepseek.r1-v1:0",
                    "{\"prompt\":\"Hello!\",\"max_tokens\":24}",
                    "/choices/0/text",
                    "/choices/0/text"),
            new Calls("openai.gpt-oss-20b-1:0",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_tokens\":24}",
                    "/choices/0/message/content",
                    "/choices/0/delta/content"),
            new Calls("qwen.qwen3-32b-v1:0",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_tokens\":24}",
                    "/choices/0/message/content",
                    "/choices/0/delta/content"),
            new Calls(
                    "us.writer.palmyra-x4-v1:0",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_tokens\":24}",
                    "/choices/0/message/content",
                    "/choices/0/delta/content"));

    @Override
    public String toString() {
        return modelId;
    }
}
