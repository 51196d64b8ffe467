package dev.hato.step;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.stream.Stream;

/** What holds for every class of this module. */
@AnalyzeClasses(packages = "dev.hato.step", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule IT_KNOWS_THE_CORE_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.hato.internal..",
                    "dev.hato.tracking..",
                    "dev.hato.jdbc..",
                    "dev.hato.servlet..",
                    "dev.hato.testkit..",
                    "dev.hato.examples..",
                    "dev.hato.benchmarks..",
                    "java.sql..",
                    "jakarta.mail..");

    @ArchTest
    static final ArchRule JACKSON_STAYS_BEHIND_THE_JSON_FORM = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.hato.step.JsonTree")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..");

    @ArchTest
    static final ArchRule TIME_IS_GIVEN = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule CASE_IS_FOLDED_WITH_A_LOCALE = noClasses()
            .should(callMethod(String.class, "toLowerCase"))
            .orShould(callMethod(String.class, "toUpperCase"));

    @ArchTest
    static final ArchRule PUBLIC_CLASSES_CANNOT_BE_EXTENDED_BY_ACCIDENT = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotRecords()
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule NO_PUBLIC_SIGNATURE_CARRIES_A_THIRD_PARTYS_TYPE = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(haveOnlyOursOrThePlatforms());

    private static ArchCondition<JavaMethod> haveOnlyOursOrThePlatforms() {
        return new ArchCondition<>("have only types ours or the platform's") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                        .map(JavaType::toErasure)
                        .map(JavaClass::getBaseComponentType)
                        .forEach(type -> events.add(new SimpleConditionEvent(
                                method, isOursOrThePlatforms(type), method.getFullName() + " has " + type.getName())));
            }
        };
    }

    private static boolean isOursOrThePlatforms(JavaClass type) {
        String name = type.getPackageName();
        return name.isEmpty() || name.startsWith("dev.hato") || name.startsWith("java.");
    }
}
