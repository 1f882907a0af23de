package stage5.notification;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import stage5.kit.testing.ArchitectureRules;

@AnalyzeClasses(packages = "stage5.notification", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule DOMAIN = ArchitectureRules.DOMAIN_KNOWS_NO_FRAMEWORK;

    @ArchTest
    static final ArchRule FORM = ArchitectureRules.CORE_KNOWS_NO_FORM;
}
