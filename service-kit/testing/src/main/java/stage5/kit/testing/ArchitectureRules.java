package stage5.kit.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** Rules for the dependencies between packages, for the architecture tests of all services. */
public final class ArchitectureRules {

    /** The domain is plain Java: it depends on no framework, store or wire format. */
    public static final ArchRule DOMAIN_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("..domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.vertx..",
                    "jakarta..",
                    "org.eclipse..",
                    "com.fasterxml..",
                    "software.amazon..",
                    "stage5.kit.events.store..",
                    "stage5.kit.events.outbox..",
                    "stage5.kit.events.projection..",
                    "stage5.kit.events.dynamodb..",
                    "stage5.kit.events.consumption..",
                    "stage5.kit.web.problem..");

    /** The core runs in both forms, so it depends neither on Lambda nor on the poller and its schedules. */
    public static final ArchRule CORE_KNOWS_NO_FORM = noClasses()
            .that()
            .resideInAPackage("stage5..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws.services.lambda..", "stage5.kit.container..", "io.quarkus.scheduler..")
            .allowEmptyShould(true);

    private ArchitectureRules() {}
}
