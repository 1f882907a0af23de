package stage5.gateway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import stage5.kit.testing.ArchitectureRules;

@AnalyzeClasses(packages = "stage5.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_FRAMEWORK = ArchitectureRules.DOMAIN_KNOWS_NO_FRAMEWORK;

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_FORM = ArchitectureRules.CORE_KNOWS_NO_FORM;
}
