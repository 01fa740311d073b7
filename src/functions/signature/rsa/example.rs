//! A key of 512 bits for examples, small enough to be read. It is no secret, and such a key is broken in days.

/// The parts of the key, in hexadecimal.
macro_rules! key {
    (n) => {
        "0xc47778705cbeab68a907caff5ba74ff96bee66420bb92c95b47048f2308efefdf4875f50ad8ab341f33afdf9bb9fa776f7749cfcd248297572688d68e00658b3"
    };
    (d) => {
        "0x195288bc7ac7bc9215cf4253dd7d582a7ec5d07a4cc6863f996d2b89c3c67a89092d4d98466ec3f12c31a7ff20dc4bd79d45533253c59375f0438c5378720ed1"
    };
    (p) => {
        "0xe3479f9a714671b41edbf5230565ad824e0a5c3d14c1fe4045b3ee119a46d6cb"
    };
    (q) => {
        "0xdd4b0f6696bb0bf188c2eb5b5e43882ff7e9393692d3337f0288c7fb44bb60b9"
    };
}
pub(super) use key;
