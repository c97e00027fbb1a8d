package dev.outcrop.it;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** Holds the arrows of docs/architecture.md: modules point down only. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // The server's test classes come as a jar of their own once it is packaged.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.outcrop");

    @Test
    void modulesPointDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.outcrop..")
                .layer("cli").definedBy("dev.outcrop.cli..")
                .layer("server").definedBy("dev.outcrop.server..")
                .layer("families").definedBy("dev.outcrop.families..")
                .layer("catalog").definedBy("dev.outcrop.catalog..")
                .layer("engines").definedBy("dev.outcrop.engines..")
                .layer("access").definedBy("dev.outcrop.access..")
                .layer("guardrails").definedBy("dev.outcrop.guardrails..")
                .layer("documents").definedBy("dev.outcrop.documents..")
                .layer("evaluation").definedBy("dev.outcrop.evaluation..")
                .layer("store").definedBy("dev.outcrop.store..")
                .layer("storage").definedBy("dev.outcrop.storage..")
                .layer("models").definedBy("dev.outcrop.models..")
                .layer("inference").definedBy("dev.outcrop.inference..")
                .layer("wire").definedBy("dev.outcrop.wire..")
                .whereLayer("cli")
                .mayOnlyAccessLayers("server", "access", "families", "guardrails", "documents", "evaluation", "catalog",
                        "store",
                        "storage", "engines",
                        "models",
                        "inference", "wire")
                .whereLayer("server")
                .mayOnlyAccessLayers("access", "families", "guardrails", "documents", "evaluation", "catalog", "store",
                        "storage",
                        "inference", "wire")
                .whereLayer("access").mayOnlyAccessLayers("wire")
                .whereLayer("guardrails").mayOnlyAccessLayers("inference")
                .whereLayer("documents").mayNotAccessAnyLayer()
                .whereLayer("evaluation").mayNotAccessAnyLayer()
                .whereLayer("store").mayNotAccessAnyLayer()
                .whereLayer("storage").mayNotAccessAnyLayer()
                .whereLayer("families").mayOnlyAccessLayers("inference", "wire")
                .whereLayer("catalog").mayOnlyAccessLayers("inference", "wire")
                .whereLayer("engines").mayOnlyAccessLayers("inference")
                .whereLayer("models").mayNotAccessAnyLayer()
                .whereLayer("inference").mayNotAccessAnyLayer()
                .whereLayer("wire").mayNotAccessAnyLayer()
                .check(CLASSES);
    }

    @Test
    void noCyclesBetweenModules() {
        slices().matching("dev.outcrop.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheServerTheCommandAndTheRemoteEngineSpeakHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.outcrop.server..", "dev.outcrop.cli..", "dev.outcrop.engines.remote..")
                .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..")
                .check(CLASSES);
    }

    /** Without this, a module missing from the class path would make the rules above hold for nothing. */
    @Test
    void everyModuleIsLookedAt() {
        for (String module : List.of("cli", "server", "access", "families", "guardrails", "documents", "evaluation",
                "catalog",
                "store", "storage",
                "engines.gguf",
                "engines.onnx", "engines.remote", "models", "inference",
                "wire")) {
            assertThat(CLASSES.stream().filter(c -> c.getPackageName().startsWith("dev.outcrop." + module)))
                    .as(module)
                    .isNotEmpty();
        }
    }
}
