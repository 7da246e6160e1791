using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Comparing;
using SealosIstio.Tests.Applying;

namespace SealosIstio.Tests.Comparing;

public sealed class ResourceComparerTests
{
    private const string Head =
        "apiVersion: networking.istio.io/v1beta1\nkind: VirtualService\nmetadata: {name: web, namespace: ns-a}\n";

    [Fact]
    public void What_only_the_server_writes_does_not_count() =>
        Assert.Equal(
            ComparisonStatus.Equal,
            Compare(
                Head + "spec: {hosts: [a]}",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: web
                  namespace: ns-a
                  uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427
                  resourceVersion: "7"
                  generation: 3
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  labels: {added: by-somebody}
                  annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
                  managedFields: [{manager: kubectl}]
                spec: {hosts: [a]}
                status: {conditions: []}
                """
            ).Status
        );

    [Fact]
    public void Each_field_is_named_with_both_values()
    {
        var comparison = Compare(
            Head + "spec: {hosts: [a, b], http: [{timeout: 5s, name: x}]}",
            Head + "spec: {hosts: [a, c], http: [{name: x, retries: {attempts: 3}}, {name: z}], exportTo: ['*']}"
        );

        Assert.Equal(
            [
                """spec.hosts[1]: "c" -> "b" """.TrimEnd(),
                """spec.http[0].timeout: (absent) -> "5s" """.TrimEnd(),
                """spec.http[0].retries: {"attempts":3} -> (absent)""",
                """spec.http[1]: {"name":"z"} -> (absent)""",
                """spec.exportTo: ["*"] -> (absent)""",
            ],
            comparison.Differences.Select(difference => difference.ToString())
        );
    }

    [Fact]
    public void Labels_and_annotations_of_ours_count_and_those_of_others_do_not()
    {
        var comparison = Compare(
            "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: x, labels: {a.b/c: new}}}",
            "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: x, labels: {a.b/c: old, other: z}}}"
        );

        Assert.Equal("metadata.labels['a.b/c']", Assert.Single(comparison.Differences).Field);
    }

    [Fact]
    public void Defaults_of_a_server_do_not_count_outside_Istio() =>
        Assert.Equal(
            ComparisonStatus.Equal,
            Compare(
                "{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{port: 80}]}}",
                "{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {clusterIP: 10.0.0.1, ports: [{port: 80, protocol: TCP}]}}"
            ).Status
        );

    [Fact]
    public void A_Secret_compares_by_its_bytes_and_shows_none()
    {
        const string live = "{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {key: c2VjcmV0}, type: Opaque}";

        Assert.Equal(
            ComparisonStatus.Equal,
            Compare("{apiVersion: v1, kind: Secret, metadata: {name: x}, stringData: {key: secret}}", live).Status
        );
        var difference = Assert.Single(
            Compare("{apiVersion: v1, kind: Secret, metadata: {name: x}, stringData: {key: other}}", live).Differences
        );
        Assert.Equal("data.key: (hidden) -> (hidden)", difference.ToString());
    }

    [Fact]
    public void An_empty_map_equals_none() =>
        Assert.Equal(
            ComparisonStatus.Equal,
            Compare(Head + "spec: {hosts: [a], http: []}", Head + "spec: {hosts: [a]}").Status
        );

    [Fact]
    public void Nothing_there_is_missing() =>
        Assert.Equal(
            ComparisonStatus.Missing,
            ResourceComparer.Compare(Objects.Parse(Head + "spec: {hosts: [a]}"), null).Status
        );

    private static ResourceComparison Compare(string desired, string live) =>
        ResourceComparer.Compare(Objects.Parse(desired), Objects.Parse(live));
}
