using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.Conversion;

/// <summary>The judgement of annotation values against every Ingress that a real ingress-nginx was recorded with.</summary>
public sealed class AnnotationOracleTests
{
    [Fact]
    public void Only_the_Ingresses_that_nginx_dropped_or_closed_are_refused()
    {
        var refused =
            from recorded in OracleCase.Load()
            from ingress in recorded.Objects.OfType<V1Ingress>()
            let source = new IngressSource(
                new SealosIngress(ingress, default, ingress.Metadata.Name!, default, "nginx", default),
                new ConversionOptions()
            )
            let fate = AnnotationScreening.Run(source)
            where fate > AnnotationFateKind.Ignored
            select $"{recorded.Name} {ingress.Metadata.Name} {fate}";

        // 129 and 163 are closed because a Secret is missing, which no value tells.
        Assert.Equal(
            [
                "057-perm-redirect-var i DropsIngress",
                "120-update-invalid i DropsIngress",
                "126-allow-bad i DeniesLocation",
                "164-bad-annotations l DropsIngress",
                "164-bad-annotations o DropsIngress",
                "178-update-invalid-spec i DropsIngress",
            ],
            refused
        );
    }
}
