package dev.hato.testkit;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** What holds for every class of the test kit. */
@AnalyzeClasses(packages = "dev.hato.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_TEST_KIT_KNOWS_THE_CORE_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.hato.tracking..",
                    "dev.hato.steps..",
                    "dev.hato.jdbc..",
                    "dev.hato.servlet..",
                    "dev.hato.examples..",
                    "dev.hato.benchmarks..",
                    "dev.hato.internal..");

    @ArchTest
    static final ArchRule PUBLIC_CLASSES_ARE_FINAL = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should(callMethod(Thread.class, "sleep", long.class));
}
