// Streams once per call with the SDK for JavaScript v3, unmodified; prints how far each came and the error it met.
// Usage: node failures.mjs ENDPOINT < calls.json     (calls: [{modelId, body}])
import { readFileSync } from "node:fs";
import { BedrockRuntimeClient, InvokeModelWithResponseStreamCommand } from "@aws-sdk/client-bedrock-runtime";

const runtime = new BedrockRuntimeClient({
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
    maxAttempts: 1,
});

for (const call of JSON.parse(readFileSync(0, "utf8"))) {
    let chunks = 0;
    try {
        const { body } = await runtime.send(new InvokeModelWithResponseStreamCommand(call));
        for await (const event of body) {
            chunks += event.chunk ? 1 : 0;
        }
        console.log(JSON.stringify({ chunks, name: "none" }));
    } catch (error) {
        console.log(JSON.stringify({ chunks, name: error.name, message: error.message }));
    }
}
runtime.destroy();
