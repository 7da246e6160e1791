using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.Live;

/// <summary>
/// Everything that the conversion emits for the sample cloud and for every recorded case is taken by Istio's CRDs of 1.20 and
/// of today, with every field that was sent.
/// </summary>
public sealed class EmittedObjectsTests
{
    private const string Istio120 = "SEALOSISTIO_TEST_KUBECONFIG";
    private const string IstioCurrent = "SEALOSISTIO_TEST_KUBECONFIG_STRICT";

    [KubeconfigFact(Istio120)]
    public Task Istio_1_20_takes_the_sample() => AssertTakenAsync(Istio120, Sample());

    [KubeconfigFact(IstioCurrent)]
    public Task Current_Istio_takes_the_sample() => AssertTakenAsync(IstioCurrent, Sample());

    [KubeconfigFact(Istio120)]
    public Task Istio_1_20_takes_every_recorded_case() => AssertTakenAsync(Istio120, RecordedCases());

    [KubeconfigFact(IstioCurrent)]
    public Task Current_Istio_takes_every_recorded_case() => AssertTakenAsync(IstioCurrent, RecordedCases());

    private static async Task AssertTakenAsync(string variable, IReadOnlyList<KubernetesObject> objects)
    {
        Assert.NotEmpty(objects);
        await using var cluster = await ApiCluster.ConnectAsync(
            Environment.GetEnvironmentVariable(variable),
            contextName: null
        );
        foreach (var name in objects.Select(item => item.Metadata.NamespaceProperty!).Distinct())
            await cluster.ApplyAsync(
                new V1Namespace
                {
                    Metadata = new V1ObjectMeta
                    {
                        Name = name,
                        // As Sealos marks them: other tests look at how the tenants of this server are kept apart.
                        Labels = new Dictionary<string, string> { ["user.sealos.io/owner"] = "sample" },
                    },
                },
                new ApplyOptions { Force = true }
            );
        // The server has Istio's CRDs and not cert-manager's.
        foreach (var desired in objects.Where(item => item is not (Certificate or Issuer)))
        {
            // The owners of the sample don't live on this server.
            desired.Metadata.OwnerReferences = null;
            var applied = await cluster.ApplyAsync(desired, new ApplyOptions { DryRun = true, Force = true });
            // A server of 1.20 drops fields that it doesn't know without a word.
            var comparison = ResourceComparer.Compare(desired, applied);
            Assert.True(comparison.Differences.Count == 0, $"{desired}: {string.Join("; ", comparison.Differences)}");
        }
    }

    private static IReadOnlyList<KubernetesObject> Sample()
    {
        var objects = Directory
            .EnumerateFiles(RepositoryRoot.File("examples/clusters/sealos"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(KubernetesYaml.LoadFile)
            .Select(item => item.Object ?? throw new InvalidOperationException(item.Error!.ToString()))
            .ToList();
        return Convert(objects, new ConversionOptions { PublicDomains = ["cloud.sealos.io"] });
    }

    private static List<KubernetesObject> RecordedCases() =>
        [
            .. OracleCase
                .Load()
                .SelectMany(item => Convert(item.Objects, new ConversionOptions { AllowSharedHost = true })),
        ];

    private static IReadOnlyList<KubernetesObject> Convert(
        IReadOnlyList<KubernetesObject> objects,
        ConversionOptions options
    )
    {
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains));
        return IngressConverter
            .Convert(objects.OfType<V1Ingress>().Select(classifier.Classify), ClusterSnapshot.Create(objects), options)
            .Objects;
    }
}
