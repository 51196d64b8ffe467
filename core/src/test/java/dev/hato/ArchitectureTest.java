package dev.hato;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
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
import java.util.Date;
import java.util.stream.Stream;

/** What holds for every class of this module. */
@AnalyzeClasses(packages = "dev.hato", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> OURS_OR_THE_PLATFORMS =
            DescribedPredicate.describe("ours or the platform's", type -> {
                String name = type.getBaseComponentType().getPackageName();
                return name.isEmpty()
                        || name.startsWith("dev.hato")
                        || name.startsWith("java.")
                        || name.startsWith("javax.net");
            });

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_OTHER_MODULE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.hato.tracking..",
                    "dev.hato.steps..",
                    "dev.hato.jdbc..",
                    "dev.hato.servlet..",
                    "dev.hato.testkit..",
                    "dev.hato.examples..",
                    "dev.hato.benchmarks..");

    @ArchTest
    static final ArchRule JDBC_STAYS_OUTSIDE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule JAKARTA_MAIL_STAYS_IN_ITS_TRANSPORT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hato.smtp")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule JACKSON_STAYS_BEHIND_THE_JSON_FORMS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hato.segment")
            .and()
            .haveNameNotMatching("dev\\.hato\\.message\\.Template(Format|Reader).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..");

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
            .and()
            .doNotHaveModifier(JavaModifier.FINAL)
            .should(beSealed());

    @ArchTest
    static final ArchRule NOTHING_PUBLIC_IS_CALLED_A_HELPER =
            noClasses().that().arePublic().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
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
            .callConstructor(Date.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule CASE_IS_FOLDED_WITH_A_LOCALE = noClasses()
            .should(callMethod(String.class, "toLowerCase"))
            .orShould(callMethod(String.class, "toUpperCase"));

    @ArchTest
    static final ArchRule NO_PUBLIC_SIGNATURE_CARRIES_A_THIRD_PARTYS_TYPE = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(haveOnly(OURS_OR_THE_PLATFORMS));

    @ArchTest
    static final ArchRule A_STORE_HAS_AT_MOST_SEVEN_PRIMITIVES = classes()
            .that()
            .areInterfaces()
            .and()
            .haveSimpleNameEndingWith("Store")
            .or()
            .haveSimpleName("Outbox")
            .should(haveAtMostSevenAbstractMethods());

    private static ArchCondition<JavaClass> beSealed() {
        return new ArchCondition<>("be final, sealed, a record, an enum or an interface") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean sealed = type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, sealed, type.getName() + " can be extended"));
            }
        };
    }

    private static ArchCondition<JavaMethod> haveOnly(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("have only types " + allowed.getDescription()) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                        .map(JavaType::toErasure)
                        .forEach(type -> events.add(new SimpleConditionEvent(
                                method, allowed.test(type), method.getFullName() + " has " + type.getName())));
            }
        };
    }

    private static ArchCondition<JavaClass> haveAtMostSevenAbstractMethods() {
        return new ArchCondition<>("have at most seven abstract methods") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long count = type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                        .count();
                events.add(new SimpleConditionEvent(type, count <= 7, type.getName() + " has " + count));
            }
        };
    }
}
