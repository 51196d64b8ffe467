package dev.hato.jdbc;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** What holds for every class of the JDBC stores. */
@AnalyzeClasses(packages = "dev.hato.jdbc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_STORES_KNOW_THE_CORE_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.hato.tracking..",
                    "dev.hato.steps..",
                    "dev.hato.testkit..",
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
    static final ArchRule NOTHING_PUBLIC_SHOWS_A_DRIVER = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(new DescribedPredicate<JavaClass>("of ours or the JDK's") {
                @Override
                public boolean test(JavaClass type) {
                    return type.isPrimitive()
                            || type.getPackageName().startsWith("java")
                            || type.getPackageName().startsWith("dev.hato");
                }
            });

    @ArchTest
    static final ArchRule NO_DATABASE_IS_NEEDED_TO_LOAD_ANOTHERS = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Postgres")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.postgresql..", "org.h2..", "org.mariadb..");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should(callMethod(Thread.class, "sleep", long.class));
}
