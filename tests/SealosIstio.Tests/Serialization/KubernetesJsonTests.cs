using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

public sealed class KubernetesJsonTests
{
    [Fact]
    public void Items_of_a_typed_list_get_the_lists_type()
    {
        var list = KubernetesJson.DeserializeList(
            """
            {"kind":"IngressList","apiVersion":"networking.k8s.io/v1",
             "metadata":{"resourceVersion":"42","continue":"next","remainingItemCount":3},
             "items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"},"spec":{"ingressClassName":"nginx"}}]}
            """u8
        );
        Assert.Equal(
            ("42", "next", 3L),
            (list.Metadata.ResourceVersion, list.Metadata.Continue, list.Metadata.RemainingItemCount)
        );
        Assert.Equal(["a", "b"], list.Items.Select(item => item.Metadata.Name));
        Assert.All(list.Items, item => Assert.Equal(("networking.k8s.io/v1", "Ingress"), (item.ApiVersion, item.Kind)));
        Assert.Equal("nginx", Assert.IsType<V1Ingress>(list.Items[1]).Spec!.IngressClassName);
    }

    [Fact]
    public void Items_of_a_mixed_list_name_their_own_type()
    {
        var list = KubernetesJson.DeserializeList(
            """
            {"apiVersion":"v1","kind":"List","items":[
             {"apiVersion":"v1","kind":"Service","metadata":{"name":"s"}},{"apiVersion":"app.sealos.io/v1","kind":"App","metadata":{"name":"x"}}]}
            """u8
        );
        Assert.IsType<V1Service>(list.Items[0]);
        Assert.Equal("App", Assert.IsType<GenericKubernetesObject>(list.Items[1]).Kind);
    }

    [Fact]
    public void Items_of_an_unknown_list_are_generic_with_their_type()
    {
        var list = KubernetesJson.DeserializeList(
            """{"items":[{"metadata":{"name":"a"},"spec":{"x":1}}],"kind":"AppList","apiVersion":"app.sealos.io/v1"}"""u8
        );
        Assert.Equal(
            """{"apiVersion":"app.sealos.io/v1","kind":"App","metadata":{"name":"a"},"spec":{"x":1}}""",
            KubernetesJson.Serialize(list.Items[0])
        );
    }

    [Fact]
    public void Text_stays_readable()
    {
        var map = new V1ConfigMap
        {
            Metadata = { Name = "a" },
            Data = new Dictionary<string, string> { ["k"] = "é<&>'+ 中" },
        };
        Assert.Equal(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"é<&>'+ 中"}}""",
            KubernetesJson.Serialize(map)
        );
    }

    [Fact]
    public void Secret_data_keep_their_bytes()
    {
        var secret = KubernetesJson.Deserialize<V1Secret>(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"AP8Q","b":"","c":null,"d":"AP8Q\nAP8Q\n"}}"""u8
        );
        Assert.Equal([0x00, 0xff, 0x10], secret.Data!["a"]);
        Assert.Empty(secret.Data["b"]);
        Assert.Empty(secret.Data["c"]);
        Assert.Equal([0x00, 0xff, 0x10, 0x00, 0xff, 0x10], secret.Data["d"]);
        Assert.Contains("\"a\":\"AP8Q\"", KubernetesJson.Serialize(secret), StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_for_metadata_leaves_them_empty() =>
        Assert.NotNull(
            KubernetesJson.Deserialize("""{"apiVersion":"v1","kind":"Service","metadata":null}"""u8).Metadata
        );

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":1}}""", "$.metadata.name")]
    [InlineData("""{"apiVersion":"v1","kind":"Service","spec":{"ports":[{"port":"80"}]}}""", "$.spec.ports[0].port")]
    public void A_value_of_the_wrong_type_is_refused_with_its_path(string json, string path)
    {
        var error = Assert.Throws<JsonException>(() => KubernetesJson.Deserialize(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(path, error.Path);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("")]
    [InlineData("{")]
    public void What_is_no_object_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => KubernetesJson.Deserialize(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Elements_trees_and_clones_are_copies()
    {
        using var document = JsonDocument.Parse(
            """{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"x":{"y":1}}"""
        );
        var service = Assert.IsType<V1Service>(KubernetesJson.Deserialize(document.RootElement));
        var tree = KubernetesJson.ToJsonObject(service);
        tree["metadata"]!["name"] = "b";
        var clone = KubernetesJson.Clone(service);
        clone.Metadata.Name = "c";
        Assert.Equal("a", service.Metadata.Name);
        Assert.Equal("b", KubernetesJson.FromJsonObject(tree).Metadata.Name);
        Assert.Equal("""{"y":1}""", clone.AdditionalProperties!["x"].GetRawText());
    }

    [Fact]
    public void A_status_is_read_by_its_class() =>
        Assert.Equal(
            "NotFound",
            KubernetesJson.Deserialize<V1Status>("""{"kind":"Status","reason":"NotFound"}"""u8).Reason
        );

    [Fact]
    public void IntOrString_keeps_its_sort()
    {
        var port = new V1ServicePort { TargetPort = 80 };
        Assert.Equal("""{"targetPort":80}""", KubernetesJson.Serialize(port));
        port.TargetPort = "80";
        Assert.Equal("""{"targetPort":"80"}""", KubernetesJson.Serialize(port));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("1.50")]
    [InlineData("\"1Gi\"")]
    public void Quantities_stay_as_written(string quantity)
    {
        var json = """{"hard":{"cpu":""" + quantity + "}}";
        Assert.Equal(
            json,
            KubernetesJson.Serialize(KubernetesJson.Deserialize<V1ResourceQuotaSpec>(Encoding.UTF8.GetBytes(json)))
        );
    }
}
