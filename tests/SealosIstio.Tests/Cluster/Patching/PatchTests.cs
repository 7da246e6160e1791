using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster.Patching;

namespace SealosIstio.Tests.Cluster.Patching;

/// <summary>The examples of the standards, and what servers refuse.</summary>
public sealed class PatchTests
{
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"baz":"qux","foo":"bar"}""")]
    [InlineData(
        """{"foo":["bar","baz"]}""",
        """[{"op":"add","path":"/foo/1","value":"qux"}]""",
        """{"foo":["bar","qux","baz"]}"""
    )]
    [InlineData(
        """{"foo":["bar"]}""",
        """[{"op":"add","path":"/foo/-","value":["abc"]}]""",
        """{"foo":["bar",["abc"]]}"""
    )]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/1","value":"x"}]""", """{"foo":["bar","x"]}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData(
        """{"foo":["bar","qux","baz"]}""",
        """[{"op":"remove","path":"/foo/1"}]""",
        """{"foo":["bar","baz"]}"""
    )]
    [InlineData("""{"baz":"qux"}""", """[{"op":"replace","path":"/baz","value":null}]""", """{"baz":null}""")]
    [InlineData(
        """{"foo":["a","b","c"]}""",
        """[{"op":"replace","path":"/foo/1","value":"x"}]""",
        """{"foo":["a","x","c"]}"""
    )]
    [InlineData(
        """{"foo":{"bar":"baz","waldo":"fred"},"qux":{}}""",
        """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""",
        """{"foo":{"bar":"baz"},"qux":{"thud":"fred"}}"""
    )]
    [InlineData(
        """{"foo":["all","grass","cows","eat"]}""",
        """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""",
        """{"foo":["all","cows","eat","grass"]}"""
    )]
    [InlineData(
        """{"baz":"qux","foo":["a",2,"c"]}""",
        """[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]""",
        """{"baz":"qux","foo":["a",2,"c"]}"""
    )]
    [InlineData(
        """{"foo":"bar"}""",
        """[{"op":"add","path":"/child","value":{"grandchild":{}}}]""",
        """{"foo":"bar","child":{"grandchild":{}}}"""
    )]
    [InlineData(
        """{"/":9,"~1":10}""",
        """[{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}]""",
        """{"~1":10}"""
    )]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [InlineData(
        """{"a":{"x":[1]}}""",
        """[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/x/0","value":0}]""",
        """{"a":{"x":[1]},"b":{"x":[0,1]}}"""
    )]
    public void Follows_the_standard(string target, string patch, string expected)
    {
        var original = JsonNode.Parse(target)!;
        var result = JsonPatch.Apply(original, JsonNode.Parse(patch));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), result), result?.ToJsonString());
        Assert.Equal(target, original.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"test","path":"/a","value":"1"}]""", false)]
    [InlineData("""[{"op":"add","path":"/a/b/c","value":1}]""", false)]
    [InlineData("""[{"op":"remove","path":"/missing"}]""", false)]
    [InlineData("""[{"op":"remove","path":"/list/2"}]""", false)]
    [InlineData("""[{"op":"remove","path":"/list/-"}]""", false)]
    [InlineData("""[{"op":"add","path":"/list/3","value":1}]""", false)]
    [InlineData("""[{"op":"add","path":"/list/01","value":1}]""", false)]
    [InlineData("""[{"op":"replace","path":"/missing","value":1}]""", false)]
    [InlineData("""[{"op":"move","from":"/o","path":"/o/p"}]""", false)]
    [InlineData("""[{"op":"add","path":"a","value":1}]""", false)]
    [InlineData("""[{"op":"add","path":"/b"}]""", false)]
    [InlineData("""[{"op":"add","value":1}]""", false)]
    [InlineData("""[{"op":"spam","path":"/a"}]""", false)]
    [InlineData("""[3]""", true)]
    [InlineData("""{"op":"remove","path":"/a"}""", true)]
    public void Refuses_what_can_not_be_done(string patch, bool malformed)
    {
        var target = JsonNode.Parse("""{"a":1,"list":[1,2],"o":{"p":{}}}""")!;
        var failure = Assert.Throws<JsonPatchException>(() => JsonPatch.Apply(target, JsonNode.Parse(patch)));
        Assert.Equal(malformed, failure.Malformed);
    }

    /// <summary>The examples of RFC 7386 (appendix A).</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Merge_patches_follow_the_standard(string target, string patch, string expected)
    {
        var result = JsonMergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), result), result?.ToJsonString());
    }
}
