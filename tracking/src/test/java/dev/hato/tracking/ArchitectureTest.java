package dev.hato.tracking;

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

/** What holds for every class of the tracking. */
@AnalyzeClasses(packages = "dev.hato.tracking", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule TRACKING_KNOWS_THE_CORE_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.hato.internal..",
                    "dev.hato.jdbc..",
                    "dev.hato.servlet..",
                    "dev.hato.steps..",
                    "dev.hato.testkit..",
                    "dev.hato.examples..",
                    "dev.hato.benchmarks..");

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
    static final ArchRule NOTHING_PUBLIC_IS_CALLED_A_HELPER =
            noClasses().that().arePublic().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");

    @ArchTest
    static final ArchRule NOTHING_PUBLIC_SHOWS_A_THIRD_PARTYS_TYPE = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(new DescribedPredicate<JavaClass>("of ours or the JDK's") {
                @Override
                public boolean test(JavaClass type) {
                    JavaClass base = type.getBaseComponentType();
                    return base.isPrimitive()
                            || base.getPackageName().startsWith("java")
                            || base.getPackageName().startsWith("com.sun.net.httpserver")
                            || base.getPackageName().startsWith("dev.hato");
                }
            });

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule CASE_IS_FOLDED_WITH_A_LOCALE = noClasses()
            .should(callMethod(String.class, "toLowerCase"))
            .orShould(callMethod(String.class, "toUpperCase"));

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should(callMethod(Thread.class, "sleep", long.class));
}
