using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Tests.Conversion;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>
/// The promise on annotations, kept by the whole conversion: each of the 137 changes what is emitted, or a finding names it.
/// </summary>
public sealed class AnnotationsOneByOneTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    private static readonly string Neighbours =
        Cloud.Service("web")
        + Cloud.Service("other")
        + """
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: headers, namespace: ns-a}, data: {X-Three: "3"}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: users, namespace: ns-a}, data: {auth: dTpw}}
            ---
            {apiVersion: v1, kind: Secret, type: kubernetes.io/tls, metadata: {name: app-tls, namespace: ns-a}, data: {tls.crt: "", tls.key: ""}}

            """;

    public static TheoryData<string> Names => [.. AnnotationCatalog.All.Select(annotation => annotation.Name)];

    [Fact]
    public void There_is_a_value_for_every_annotation()
    {
        Assert.Equal(137, AnnotationCatalog.All.Count);
        Assert.Equal(
            AnnotationCatalog.All.Select(annotation => annotation.Name).Order(StringComparer.Ordinal),
            AnnotationValues.All.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alone_it_changes_the_objects_or_a_finding_names_it(string name)
    {
        var none = new Dictionary<string, string>();

        AssertAccounted(name, none, hasTls: true);
        AssertAccounted(name, none, hasTls: false);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Beside_what_it_needs_it_changes_the_objects_or_a_finding_names_it(string name) =>
        AssertAccounted(name, AnnotationValues.All[name].Beside, hasTls: true);

    private static void AssertAccounted(string name, IReadOnlyDictionary<string, string> beside, bool hasTls)
    {
        var value = AnnotationValues.All[name].Value;
        // A canary without an Ingress to accompany is nothing at all.
        var hasMain = name == "canary" || beside.ContainsKey("canary");
        var without = Convert(beside, hasTls, hasMain);
        var with = Convert(beside.Append(new(name, value)).ToDictionary(), hasTls, hasMain);

        var named = with.Findings.Where(finding => IsOn(finding, name)).ToList();
        // An annotation that asks for what Istio does anyway takes a difference away.
        var settled = without.Findings.Except(with.Findings);
        Assert.True(
            named.Count > 0 || settled.Any() || Emitted(without) != Emitted(with),
            $"{name}: {value} changes nothing, and none of the findings names it: "
                + string.Join(", ", with.Findings.Select(finding => $"{finding.Code} {finding.Field}"))
        );
        Assert.All(
            named,
            finding =>
            {
                Assert.Equal("Ingress ns-a/app", finding.Source);
                Assert.NotEmpty(finding.Message);
                Assert.NotEmpty(finding.Advice);
            }
        );
    }

    private static bool IsOn(Finding finding, string name) => finding.Field == Prefix + name;

    private static ConversionResult Convert(IReadOnlyDictionary<string, string> annotations, bool hasTls, bool hasMain)
    {
        var text = string.Join(", ", annotations.Select(pair => $"'{Prefix}{pair.Key}': '{pair.Value}'"));
        var rules = Cloud.Rules("app.test", "/app Prefix web 80");
        var tls = hasTls ? "tls: [{hosts: [app.test], secretName: app-tls}]\n" : "";
        var main = hasMain ? Cloud.Ingress("main", rules + tls) : "";
        return Cloud.Convert(Neighbours + main + Cloud.Ingress("app", rules + tls, annotations: text));
    }

    /// <summary>What is emitted, without the hash over the source, which every annotation changes.</summary>
    private static string Emitted(ConversionResult result) =>
        KubernetesYaml.Serialize(result.Objects.Select(WithoutHash));

    private static KubernetesObject WithoutHash(KubernetesObject item)
    {
        var copy = KubernetesJson.Clone(item);
        copy.Metadata.Annotations?.Remove(Provenance.SourceHash);
        return copy;
    }
}
