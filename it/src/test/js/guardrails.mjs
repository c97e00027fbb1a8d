// Makes a guardrail with the SDK for JavaScript v3, unmodified, uses it in every way and takes it away again; prints one
// JSON line per step.
// Usage: node guardrails.mjs ENDPOINT
import {
    ApplyGuardrailCommand,
    BedrockRuntimeClient,
    InvokeModelCommand,
    InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import {
    BedrockClient,
    CreateGuardrailCommand,
    CreateGuardrailVersionCommand,
    DeleteGuardrailCommand,
    GetGuardrailCommand,
    ListGuardrailsCommand,
    ListTagsForResourceCommand,
    UpdateGuardrailCommand,
} from "@aws-sdk/client-bedrock";

const options = {
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
};
const runtime = new BedrockRuntimeClient(options);
const control = new BedrockClient(options);
const print = (step, value) => console.log(JSON.stringify({ step, ...value }));
const decode = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

const settings = {
    name: "from-javascript",
    blockedInputMessaging: "Not this <question> 🚧.",
    blockedOutputsMessaging: "Not this answer.",
    wordPolicyConfig: { wordsConfig: [{ text: "Project Lantern" }] },
    sensitiveInformationPolicyConfig: {
        piiEntitiesConfig: [{ type: "EMAIL", action: "ANONYMIZE" }],
        regexesConfig: [{ name: "CaseNumber", pattern: "CN-[0-9]{5}", action: "ANONYMIZE" }],
    },
};
const created = await control.send(
    new CreateGuardrailCommand({ ...settings, tags: [{ key: "team", value: "blue" }], clientRequestToken: "once-1" }),
);
print("create", { version: created.version, arn: created.guardrailArn, dated: created.createdAt instanceof Date });
const again = await control.send(
    new CreateGuardrailCommand({ ...settings, tags: [{ key: "team", value: "blue" }], clientRequestToken: "once-1" }),
);
print("again", { same: again.guardrailId === created.guardrailId });
const { version } = await control.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: created.guardrailArn }));
print("version", { version });
const read = await control.send(new GetGuardrailCommand({ guardrailIdentifier: created.guardrailArn, guardrailVersion: version }));
print("get", { status: read.status, words: read.wordPolicy.words, topics: read.topicPolicy ?? null });
const { tags } = await control.send(new ListTagsForResourceCommand({ resourceARN: created.guardrailArn }));
print("tags", { tags });
await control.send(
    new UpdateGuardrailCommand({
        ...settings,
        guardrailIdentifier: created.guardrailId,
        wordPolicyConfig: { wordsConfig: [{ text: "Project Lantern" }, { text: "harmless" }] },
    }),
);

const guarded = { guardrailIdentifier: created.guardrailId, guardrailVersion: version, trace: "ENABLED" };
const claude = (text) => ({
    modelId: "anthropic.claude-3-haiku-20240307-v1:0",
    body: JSON.stringify({
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 20,
        messages: [{ role: "user", content: text }],
    }),
});
for (const text of ["Tell me about Project Lantern.", "A harmless question: what is the capital of France?"]) {
    const whole = await runtime.send(new InvokeModelCommand({ ...claude(text), ...guarded }));
    print("invoke", { body: decode(whole.body) });
    const stream = await runtime.send(new InvokeModelWithResponseStreamCommand({ ...claude(text), ...guarded }));
    const chunks = [];
    for await (const event of stream.body) {
        chunks.push(decode(event.chunk.bytes));
    }
    print("stream", { chunks });
}
const apply = async (text, guardrailVersion) => {
    const { action, actionReason, outputs, assessments, usage } = await runtime.send(
        new ApplyGuardrailCommand({
            guardrailIdentifier: created.guardrailId,
            guardrailVersion,
            source: "OUTPUT",
            content: [{ text: { text } }],
        }),
    );
    return { action, actionReason, outputs, assessments, usage };
};
print("apply", await apply("Mail desk@example.com about CN-12345.", version));
print("apply", await apply("A harmless text.", version));
print("apply", await apply("A harmless text.", "DRAFT"));

const { guardrails } = await control.send(new ListGuardrailsCommand({ guardrailIdentifier: created.guardrailId }));
print("list", { versions: guardrails.map((each) => each.version) });
await control.send(new DeleteGuardrailCommand({ guardrailIdentifier: created.guardrailId }));
for (const command of [
    () => control.send(new GetGuardrailCommand({ guardrailIdentifier: created.guardrailId })),
    () => runtime.send(new InvokeModelCommand({ ...claude("Hi"), ...guarded })),
]) {
    try {
        await command();
        print("deleted", { name: "none" });
    } catch (error) {
        print("deleted", { name: error.name, message: error.message });
    }
}
runtime.destroy();
control.destroy();
