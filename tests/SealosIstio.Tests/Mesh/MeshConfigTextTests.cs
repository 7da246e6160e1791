using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Mesh;

namespace SealosIstio.Tests.Mesh;

/// <summary>An edit changes what it is about, and not a letter more.</summary>
public sealed class MeshConfigTextTests
{
    private const string Text = """
        # by hand
        accessLogFile: ""   # off
        defaultConfig:
          discoveryAddress: istiod.istio-system.svc:15012

        # providers
        extensionProviders:
        - name: prometheus
          prometheus: {}
        -
          name: other
          zipkin: {service: z, port: 9411}
        'trustDomain': "cluster.local"   # quoted
        """;

    [Theory]
    [InlineData("accessLogFile", "/dev/stdout", "accessLogFile: \"\"   # off", "accessLogFile: /dev/stdout")]
    [InlineData("trustDomain", "x", "'trustDomain': \"cluster.local\"   # quoted", "trustDomain: x")]
    public void One_line_is_replaced(string name, string value, string line, string replaced) =>
        Assert.Equal(
            Text.Replace(line, replaced, StringComparison.Ordinal) + "\n",
            Edit(Text, config => config[name] = value)
        );

    [Fact]
    public void A_list_is_replaced_to_its_end()
    {
        var edited = Edit(Text, config => config["extensionProviders"] = new JsonArray());

        Assert.Equal(
            Text[..Text.IndexOf("extensionProviders", StringComparison.Ordinal)]
                + "extensionProviders: []\n"
                + Text[Text.IndexOf("'trustDomain'", StringComparison.Ordinal)..]
                + "\n",
            edited
        );
    }

    [Fact]
    public void A_field_is_added_at_the_end_and_removed_from_where_it_was()
    {
        Assert.Equal(Text + "\nenableTracing: true\n", Edit(Text, config => config["enableTracing"] = true));
        Assert.Equal(
            Text.Replace("accessLogFile: \"\"   # off\n", "", StringComparison.Ordinal) + "\n",
            Edit(Text, config => config.Remove("accessLogFile"))
        );
        Assert.Equal("enableTracing: true\n", Edit("", config => config["enableTracing"] = true));
    }

    [Theory]
    [InlineData("{accessLogFile: a, trustDomain: b}")]
    [InlineData("{\n\"accessLogFile\": \"a\",\n\"trustDomain\": \"b\"\n}")]
    [InlineData("accessLogFile: a\ntrustDomain: b\n...\n")]
    [InlineData("accessLogFile: &x a\ntrustDomain: *x\n")]
    [InlineData("? accessLogFile\n: a\n")]
    public void Where_lines_do_not_do_the_whole_is_written_anew(string text)
    {
        var edited = Edit(text, config => config["accessLogFile"] = "c");

        Assert.Equal("c", KubernetesYaml.LoadTree(edited, "edited")!["accessLogFile"]!.ToString());
    }

    [Fact]
    public void Differences_are_named_and_secrets_are_not_shown()
    {
        var before = Parse("extensionProviders: [{name: l, lightstep: {accessToken: s3cret}}]\ntrustDomain: a\n");
        var after = Parse(
            "extensionProviders: [{name: l, lightstep: {accessToken: n3w}}, {name: z, lightstep: {accessToken: th1rd}}]\nenableTracing: true"
        );

        var text = string.Join("\n", MeshConfigDifference.Between(before, after));

        Assert.Equal(
            """
            extensionProviders[0].lightstep.accessToken: (hidden) -> (hidden)
            extensionProviders[1]: (absent) -> {"name":"z","lightstep":{"accessToken":"(hidden)"}}
            enableTracing: (absent) -> true
            trustDomain: "a" -> (absent)
            """,
            text
        );
    }

    private static string Edit(string text, Action<JsonObject> change)
    {
        var before = KubernetesYaml.LoadTree(text, "before") as JsonObject ?? [];
        var after = (JsonObject)before.DeepClone();
        change(after);
        var edited = MeshConfigText.Edit(text, before, after);
        // Whatever happened to the text, it says what was asked for.
        Assert.True(MeshConfigDifference.IsSame(after, KubernetesYaml.LoadTree(edited, "edited")), edited);
        return edited;
    }

    private static JsonObject Parse(string yaml) => KubernetesYaml.LoadTree(yaml, "test")!.AsObject();
}
