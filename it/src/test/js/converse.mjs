// Converses with the SDK for JavaScript v3, unmodified, whole and streamed; prints one JSON line per call.
// Usage: node converse.mjs ENDPOINT
import {
    BedrockRuntimeClient,
    ConverseCommand,
    ConverseStreamCommand,
    CountTokensCommand,
} from "@aws-sdk/client-bedrock-runtime";

const runtime = new BedrockRuntimeClient({
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
});
const print = (value) => console.log(JSON.stringify(value));

const conversation = {
    system: [{ text: "Be brief." }],
    messages: [{ role: "user", content: [{ text: "List three fruits." }] }],
};
const modelId = "amazon.nova-lite-v1:0";
const inferenceConfig = { maxTokens: 25, temperature: 0 };

const { output, stopReason, usage } = await runtime.send(
    new ConverseCommand({ modelId, ...conversation, inferenceConfig }),
);
print({ output, stopReason, usage });

const { stream } = await runtime.send(new ConverseStreamCommand({ modelId, ...conversation, inferenceConfig }));
const types = [];
let text = "";
for await (const event of stream) {
    const type = Object.keys(event)[0];
    if (types.at(-1) !== type) {
        types.push(type);
    }
    text += event.contentBlockDelta?.delta.text ?? "";
}
print({ text, types });

print(await runtime.send(new CountTokensCommand({ modelId, input: { converse: conversation } })));
try {
    await runtime.send(new ConverseCommand({ modelId: "does-not-exist", ...conversation }));
} catch (error) {
    print({ name: error.name, message: error.message });
}
runtime.destroy();
