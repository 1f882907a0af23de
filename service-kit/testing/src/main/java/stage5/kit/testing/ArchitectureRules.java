package stage5.kit.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** The direction of imports that every service keeps; a service's own test checks its packages against them. */
public final class ArchitectureRules {

    /** The domain is plain Java: no framework, no store, no wire format, and none of the service's outer packages. */
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
                    "stage5.kit.events.dynamodb..",
                    "stage5.kit.events.consumption..",
                    "stage5.kit.web.problem..");

    /** The core runs in either form, so it knows neither Lambda nor a poller. */
    public static final ArchRule CORE_KNOWS_NO_FORM = noClasses()
            .that()
            .resideInAPackage("stage5..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws.services.lambda..", "stage5.kit.container..", "io.quarkus.scheduler..")
            .allowEmptyShould(true);

    private ArchitectureRules() {}
}
