using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>Istio's webhook takes everything that the conversion emits.</summary>
public sealed class ConvertedObjectsTests
{
    [Fact]
    public void Of_the_sample_cloud() =>
        IstioWebhook.AssertTaken(
            Convert(
                [
                    .. Directory
                        .EnumerateFiles(
                            RepositoryRoot.File("examples/clusters/sealos"),
                            "*.yaml",
                            SearchOption.AllDirectories
                        )
                        .SelectMany(KubernetesYaml.LoadFile)
                        .Select(item => item.Object ?? throw new InvalidOperationException(item.Error!.ToString())),
                ],
                new ConversionOptions { PublicDomains = ["cloud.sealos.io"] }
            )
        );

    [Fact]
    public void Of_every_recorded_case() => OfEveryRecordedCase(new ConversionOptions());

    [Fact]
    public void Of_every_recorded_case_when_nothing_is_held_back() =>
        OfEveryRecordedCase(
            new ConversionOptions
            {
                AllowSharedHost = true,
                AllowCatchAllHost = true,
                AllowInsecure = new HashSet<string>(FindingCatalog.All.Select(definition => definition.Code)),
            }
        );

    private static void OfEveryRecordedCase(ConversionOptions options)
    {
        var objects = OracleCase.Load().SelectMany(item => Convert(item.Objects, options)).ToList();
        Assert.True(objects.Count > 178);
        IstioWebhook.AssertTaken(objects);
    }

    private static IReadOnlyList<KubernetesObject> Convert(
        IReadOnlyList<KubernetesObject> objects,
        ConversionOptions options
    )
    {
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        return IngressConverter
            .Convert(objects.OfType<V1Ingress>().Select(classifier.Classify), ClusterSnapshot.Create(objects), options)
            .Objects;
    }
}
