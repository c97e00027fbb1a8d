// Invokes every embedding and reranking model with the SDK for JavaScript v3, unmodified; prints one JSON line per call.
// Usage: node embeddings.mjs ENDPOINT < calls.json     (calls: [{modelId, body}])
import { readFileSync } from "node:fs";
import {
    BedrockRuntimeClient,
    InvokeModelCommand,
    InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";

const runtime = new BedrockRuntimeClient({
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
});

for (const { modelId, body } of JSON.parse(readFileSync(0, "utf8"))) {
    const answer = await runtime.send(new InvokeModelCommand({ modelId, body }));
    let refusal = {};
    try {
        await runtime.send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
    } catch (error) {
        refusal = { name: error.name, message: error.message, status: error.$metadata.httpStatusCode };
    }
    const read = JSON.parse(new TextDecoder().decode(answer.body));
    console.log(JSON.stringify({ modelId, contentType: answer.contentType, body: read, refusal }));
}
runtime.destroy();
