using System.Text;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

public sealed class ManifestLoadTests
{
    private const string Broken = """
        # first
        apiVersion: v1
        kind: Service
        metadata:
          name: one
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: two
        data:
          a: "no end
        ---
        apiVersion: x/v1
        kind: Foo
        metadata:
          name: three
        ...
        ---
        # nothing here
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: four}
        """;

    [Fact]
    public void A_broken_document_does_not_stop_the_others()
    {
        var items = KubernetesYaml.Load(Broken, "apps.yaml").ToList();
        Assert.Equal(["Service one", null, "Foo three", "Secret four"], items.Select(item => item.Object?.ToString()));
        Assert.Equal([2, 7, 14, 22], items.Select(item => item.Line));
        Assert.Equal([1, 2, 3, 4], items.Select(item => item.Document));
        Assert.Equal(
            "apps.yaml:12:6: ConfigMap two: This isn't YAML: while scanning a quoted scalar, found unexpected end of stream. Close the quotes.",
            items[1].Error!.ToString()
        );
    }

    [Fact]
    public void Lists_come_item_by_item()
    {
        var items = KubernetesYaml
            .Load(
                """
                apiVersion: v1
                kind: List
                metadata:
                  resourceVersion: ""
                items:
                - apiVersion: v1
                  kind: Service
                  metadata:
                    name: s
                - apiVersion: v1
                  kind: Service
                  metadata:
                    name: 5
                - apiVersion: v1
                  kind: ConfigMapList
                  items:
                  - metadata: {name: inner}
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressList
                items:
                - metadata: {name: i, namespace: ns-a}
                ---
                apiVersion: v1
                kind: PodList
                items: []
                ---
                apiVersion: x/v1
                kind: AllowList
                metadata: {name: not-a-list}
                items: [1]
                """,
                "f.yaml"
            )
            .ToList();
        Assert.Equal(
            ["Service s", null, "ConfigMap inner", "Ingress ns-a/i", "AllowList not-a-list"],
            items.Select(item => item.Object?.ToString())
        );
        Assert.Equal(
            "f.yaml:13:11: Service: metadata.name: The field isn't a string. Put the value in quotes.",
            items[1].Error!.ToString()
        );
        Assert.Equal("networking.k8s.io/v1", Assert.IsType<V1Ingress>(items[3].Object).ApiVersion);
        Assert.Equal([1, 1, 1, 2, 4], items.Select(item => item.Document));
    }

    [Fact]
    public void Json_documents_are_read_in_a_row_and_between_yaml()
    {
        const string Text = """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":8e1}]}}
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"b"}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: c}
            --- {apiVersion: v1, kind: Service, metadata: {name: d}}
            """;
        var items = KubernetesYaml.Load(Text, "f.yaml").ToList();
        Assert.All(items, item => Assert.Null(item.Error));
        Assert.Equal(["a", "b", "c", "d"], items.Select(item => item.Object!.Metadata.Name));
        Assert.Equal([1, 2, 4, 7], items.Select(item => item.Line));
        Assert.Equal(80, ((V1Service)items[0].Object!).Spec!.Ports![0].Port);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Line_ends_do_not_matter(string newLine)
    {
        var text =
            "a: 1\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: |\n    x\n    y".Replace(
                "\n",
                newLine,
                StringComparison.Ordinal
            );
        var items = KubernetesYaml.Load(text, "f.yaml").ToList();
        Assert.Equal("x\ny\n", ((V1ConfigMap)items[^1].Object!).Data!["k"]);
        Assert.Equal(3, items[^1].Line);
    }

    [Fact]
    public void The_sample_in_kubectls_format_is_typed()
    {
        const string Text = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              annotations:
                a: "yes"
              creationTimestamp: null
              name: web
              namespace: ns-a
            spec:
              gateways:
              - istio-system/sealos-gateway
              hosts:
              - web.example.com
              http:
              - corsPolicy:
                  allowOrigins:
                  - regex: .*
                match:
                - headers:
                    cookie: {}
                  uri:
                    prefix: /
                route:
                - destination:
                    host: web.ns-a.svc.cluster.local
                    port:
                      number: 80
                  weight: 100
                timeout: 300s
            """;
        var web = Assert.IsType<VirtualService>(Assert.Single(KubernetesYaml.Load(Text, "f.yaml")).Object);
        var route = Assert.Single(web.Spec!.Http!);
        Assert.Equal(("300s", 80), (route.Timeout, route.Route![0].Destination!.Port!.Number));
        var cookie = route.Match![0].Headers!["cookie"];
        Assert.Equal((null, null, null), (cookie.Exact, cookie.Prefix, cookie.Regex));
        var expected = KubernetesYaml.LoadTree(
            Text.Replace("  creationTimestamp: null\n", "", StringComparison.Ordinal),
            "f.yaml"
        );
        Assert.True(JsonNode.DeepEquals(expected, KubernetesYaml.LoadTree(KubernetesYaml.Serialize(web), "f.yaml")));
    }

    [Fact]
    public void Files_may_have_a_byte_order_mark()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true) })
        {
            File.WriteAllText(path, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: é}\n", encoding);
            Assert.Equal("é", Assert.Single(KubernetesYaml.LoadFile(path)).Object!.Metadata.Name);
        }
        File.Delete(path);
    }

    [Fact]
    public void A_file_that_is_not_text_is_an_error_with_its_line()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        File.WriteAllBytes(path, [.. "a: 1\nb: "u8, 0xff, 0xfe, (byte)'\n']);
        Assert.Equal(
            $"{path}:2:1: The file isn't UTF-8 text. Save it as UTF-8; binary data belongs in base64.",
            Assert.Single(KubernetesYaml.LoadFile(path)).Error!.ToString()
        );
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => KubernetesYaml.LoadFile(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n---\n...\n")]
    [InlineData("%YAML 1.1\n---\n# x\n")]
    [InlineData("~")]
    public void An_empty_file_has_no_objects(string text)
    {
        Assert.Empty(KubernetesYaml.Load(text, "f.yaml"));
        Assert.Null(KubernetesYaml.LoadTree(text, "f.yaml"));
    }

    [Fact]
    public void A_tree_is_one_document()
    {
        Assert.Equal("b", (string?)KubernetesYaml.LoadTree("a: b", "config")!["a"]);
        var error = Assert.Throws<ManifestException>(() => KubernetesYaml.LoadTree("a: b\n---\nc: d\n", "config"));
        Assert.Equal("config:3:1: A second document starts here. Keep one document in this file.", error.Message);
    }
}
