package dev.outcrop.wire.route;

import java.net.URLEncoder;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.UnknownOperationException;
import dev.outcrop.wire.error.ValidationException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Operation;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouterTest {
    private static final List<ApiModel> MODELS = List.of(
            ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json"),
            ApiModel.load("/dev/outcrop/wire/model/bedrock.json"));
    private static final Router ROUTER = new Router(MODELS, "");

    private static Route invoke(String label) {
        return ROUTER.route("POST", "/model/" + label + "/invoke");
    }

    @Test
    void everyOperationIsReached() {
        int count = 0;
        for (ApiModel model : MODELS) {
            for (Operation operation : model.operations()) {
                String path = operation.uri().replaceAll("\\{[a-zA-Z]+}", "arn%3Aaws%3Ax%2Fy");
                Route route = ROUTER.route(operation.method(), path);
                assertThat(route.operation()).isSameAs(operation);
                assertThat(route.labels().values()).allMatch("arn:aws:x/y"::equals);
                count++;
            }
        }
        assertThat(count).isEqualTo(116);
    }

    @Test
    void labelsAreDecodedOnce() {
        assertThat(invoke("vendor.model-v1%3A0").labels()).isEqualTo(Map.of("modelId", "vendor.model-v1:0"));
        assertThat(invoke("vendor.model-v1:0").labels()).containsValue("vendor.model-v1:0");
        assertThat(invoke("arn%3Aaws%3Abedrock%2fx").labels()).containsValue("arn:aws:bedrock/x");
        assertThat(invoke("a%253A0").labels()).containsValue("a%3A0");
        assertThat(invoke("a+b").labels()).containsValue("a+b");
        assertThat(invoke("%E2%82%AC%F0%9F%98%B9").labels()).containsValue("€😹");
        assertThat(invoke("%2E%2E").labels()).containsValue("..");
    }

    @Test
    void badEscapesAreNotValid() {
        for (String label : new String[]{"%00", "a%00b", "%", "%4", "%zz", "a%g0", "%C0%80", "%ff", "%ED%A0%80",
                "%E2%82"}) {
            assertThatThrownBy(() -> invoke(label)).as(label).isInstanceOf(ValidationException.class);
        }
    }

    @Test
    void otherPathsAreUnknown() {
        for (String path : new String[]{
                "",
                "/",
                "//",
                "/model",
                "/model/",
                "/model//invoke",
                "/model/x/invoke/",
                "/model/x/invoke/y",
                "//model/x/invoke",
                "/model/x/Invoke",
                "/MODEL/x/invoke",
                "/model/a/b/invoke",
                "model/x/invoke",
                "/model/x/inv%6Fke",
                "/model/x",
                "*"
        }) {
            assertThatThrownBy(() -> ROUTER.route("POST", path))
                    .as(path)
                    .isInstanceOf(UnknownOperationException.class)
                    .hasMessage("The requested operation is not recognized by the service.");
        }
    }

    @Test
    void otherMethodsAreUnknown() {
        for (String method : new String[]{"GET", "PUT", "post", "OPTIONS", "", "PRI"}) {
            assertThatThrownBy(() -> ROUTER.route(method, "/model/x/invoke"))
                    .isInstanceOf(UnknownOperationException.class);
        }
    }

    @Test
    void aBasePathStandsInFront() {
        Router router = new Router(MODELS, "/proxy/aws");
        assertThat(router.route("POST", "/proxy/aws/model/x/invoke").operation().name()).isEqualTo("InvokeModel");
        for (String path : new String[]{"/model/x/invoke", "/proxy/awsmodel/x/invoke", "/proxy/aws", "/proxy/aws/",
                "/proxy/aw"}) {
            assertThatThrownBy(() -> router.route("POST", path)).isInstanceOf(UnknownOperationException.class);
        }
    }

    @Test
    void modelsThatCollideAreRefused() {
        assertThatThrownBy(() -> new Router(List.of(MODELS.get(0), MODELS.get(0)), ""))
                .isInstanceOf(IllegalArgumentException.class);
        ApiModel greedy = ApiModel.of("""
                {"operations": {"Get": {"method": "GET", "uri": "/a/{b+}"}}, "shapes": {}}""".getBytes(UTF_8));
        assertThatThrownBy(() -> new Router(List.of(greedy), "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 500)
    void everyLabelComesBackAsItWasEncoded(@ForAll("labels") String label) {
        String encoded = URLEncoder.encode(label, UTF_8).replace("+", "%20");
        assertThat(invoke(encoded).labels()).containsValue(label);
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings()
                .withChars("ab:/%+? €.")
                .withCharRange('\u0001', '\u07ff')
                .ofMinLength(1)
                .ofMaxLength(40);
    }

    @Property(tries = 2_000)
    void noPathCausesAnythingButAnErrorOfTheService(@ForAll("paths") String path, @ForAll("methods") String method) {
        try {
            assertThat(ROUTER.route(method, path).operation().method()).isEqualTo(method);
        } catch (ServiceException expected) {
            assertThat(expected.status()).isIn(400, 404);
        }
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> segments = Arbitraries.oneOf(
                Arbitraries.of("model", "invoke", "converse", "async-invoke", "guardrail", "version", "apply", "", "..",
                        "%2F"),
                Arbitraries.strings().all().ofMaxLength(6),
                Arbitraries.strings().withChars("%0aF/\u0000é").ofMaxLength(9));
        return segments.list().ofMaxSize(8).map(list -> "/" + String.join("/", list));
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST", "PUT", "PATCH", "DELETE");
    }
}
