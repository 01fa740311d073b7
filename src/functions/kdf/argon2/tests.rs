use super::*;
use crate::functions::bytes::testing::{at, call, fault, formula, input, named, origin};
use crate::functions::{FaultKind, function};
use crate::run::Budget;
use std::cell::Cell;

fn given(numbers: [i64; 4]) -> Vec<(Option<&'static str>, Value)> {
    let strings = [input("password", b"password"), input("salt", b"somesalt")];
    strings.into_iter().chain(numbers.map(Value::int)).map(|value| (None, value)).collect()
}
fn hashed(numbers: [i64; 4], variant: &str) -> Run {
    let mut given = given(numbers);
    given.push((Some("variant"), Value::text(variant)));
    named("argon2", given).unwrap()
}

#[test]
fn a_block_reads_as_the_specification_does() {
    let run = hashed([32, 2, 2, 32], "d");
    assert_eq!(at(&run, "size/m_prime"), "32");
    assert_eq!(at(&run, "size/q"), "16");
    let block = "block[1][0][5]";
    let of = |label: &str| at(&run, &format!("{block}/{label}"));
    assert_eq!(of("X"), at(&run, "block[1][0][4]"));
    assert_eq!(of("B"), at(&run, block));
    // Column 5 is in the second slice: what stands there already is of this pass.
    let (l, z): (u64, u64) = (of("l").parse().unwrap(), of("z").parse().unwrap());
    let pass = u64::from(z < 4 || (l == 0 && z == 4));
    assert_eq!(of("Y"), at(&run, &format!("block[{pass}][{l}][{z}]")));
    assert_eq!(formula(&run, &format!("{block}/l")), "J2 mod lanes");
    assert_eq!(formula(&run, &format!("{block}/x")), "(J1 · J1) div 4294967296");
    assert_eq!(formula(&run, &format!("{block}/y")), "(W · x) div 4294967296");
    assert_eq!(formula(&run, &format!("{block}/zz")), "W - 1 - y");
    assert_eq!(formula(&run, &format!("{block}/z")), "(first + zz) mod q");
    assert_eq!(formula(&run, &format!("{block}/R")), "X[0] ⊕ Y[0]");
    let a = format!("{block}/row[3]/a[0][1]");
    assert_eq!(formula(&run, &a), "v_before[0] + v_before[4] + SHL1(trunc(v_before[0]) · trunc(v_before[4]))");
    assert_eq!(at(&run, &format!("{block}/row[7]")), of("Q")[2 * 896..]);
    let column: String = (0..8).map(|row| of("Z")[2 * (128 * row + 32)..][..32].to_owned()).collect();
    assert_eq!(at(&run, &format!("{block}/column[2]")), column);
    assert_eq!(at(&run, "first[3]/variable_hash/V[31]")[64..], at(&run, "block[0][1][1]")[2 * 992..]);
}
#[test]
fn places_choose_where_they_should() {
    for (variant, slices) in [("i", 8), ("id", 2)] {
        let run = hashed([64, 2, 2, 32], variant);
        let missing = run.at(&format!("addresses[{}]", 2 * slices).parse().unwrap(), &Budget::unlimited());
        assert!(missing.is_err_and(|error| error.to_string().contains(&format!("has {} segments", 2 * slices))));
        // Slice 1 of lane 1: the pair of its third column.
        let pair = at(&run, "addresses[3]/J[2]");
        let [J1, J2] = ["J1", "J2"].map(|J| at(&run, &format!("block[0][1][10]/{J}")).parse::<u32>().unwrap());
        let bytes: String = J1.to_le_bytes().iter().chain(&J2.to_le_bytes()).map(|b| format!("{b:02x}")).collect();
        assert_eq!(pair, bytes, "{variant}");
        assert_eq!(at(&run, "addresses[3]/address_block[1]/outer")[32..48], pair);
    }
    let run = hashed([64, 1, 1, 32], "d");
    assert!(run.at(&"addresses".parse().unwrap(), &Budget::unlimited()).is_err(), "data chooses");
}
#[test]
fn a_block_comes_from_the_reference_and_from_what_chose_it() {
    let run = hashed([32, 2, 1, 32], "d");
    let budget = Budget::unlimited();
    let place = run.at(&"block[1][0][20]/Y[7]".parse().unwrap(), &budget).unwrap();
    let z: u64 = at(&run, "block[1][0][20]/z").parse().unwrap();
    let pass = u64::from(z < 20);
    let operands = place.operands(&budget).unwrap();
    let addresses: Vec<String> = operands.iter().map(|operand| operand.address.clone()).collect();
    let at = run.at.as_str();
    assert_eq!(addresses, [format!("{at}/block[{pass}][0][{z}]/B[7]"), format!("{at}/block[1][0][20]/place")]);
    let all = origin(&run.result, 0..32);
    assert!(all.starts_with("password[0..8] salt[0..8]"), "{all}");
}
#[test]
fn whoever_stops_at_any_instant_goes_on_where_it_stood() {
    let whole = hashed([512, 4, 2, 16], "id").output().unwrap();
    let context = Context { at: Path::new("stopped"), budget: &Budget::unlimited() };
    let (run, _) = function("argon2").unwrap().call(&context, given([512, 4, 2, 16])).unwrap();
    let mut stopped = 0;
    for turns in (0..7).cycle() {
        let asked = Cell::new(0);
        let stop = || asked.replace(asked.get() + 1) >= turns;
        match run.finish(&Budget::until(&stop)) {
            Ok(()) => break,
            Err(error) => assert_eq!(error, Error::Cancelled),
        }
        // An earlier block is asked for in between, and got or not.
        let _ = run.at(&"block[0][1][3]/R".parse().unwrap(), &Budget::until(&stop));
        stopped += 1;
    }
    assert!(stopped > 3, "{stopped}");
    assert_eq!(run.output().unwrap(), whole);
}
#[test]
fn what_would_take_too_much_is_refused_before_it_is_built() {
    let with = |numbers: [i64; 4]| fault("argon2", given(numbers).into_iter().map(|(_, value)| value));
    let written = "argon2 is limited to 1048576 KiB written in all (memory · passes), and this asks for 1310720";
    assert_eq!(with([262_144, 5, 1, 32]), written);
    assert_eq!(with([262_145, 1, 1, 32]), "`memory` of argon2 is 8 to 262144, and this is 262145");
    assert_eq!(with([64, 1, 17, 32]), "`lanes` of argon2 is 1 to 16, and this is 17");
    assert_eq!(with([64, 0, 1, 32]), "`passes` of argon2 is 1 to 131072, and this is 0");
    assert_eq!(with([64, 1, 1, 3]), "`length` of argon2 is 4 to 16320, and this is 3");
    let least = "`memory` of argon2 is 32 KiB at least with 4 lanes, and this is 31; \
                 each lane has four slices of two blocks at least";
    assert_eq!(with([31, 1, 4, 32]), least);
    let short = [input("password", b""), input("salt", b"7 bytes")].into_iter();
    let short = fault("argon2", short.chain([8, 1, 1, 4].map(Value::int)));
    assert_eq!(short, "`salt` of argon2 wants 8 bytes at least, and this has 7");
    let mut variant = given([8, 1, 1, 4]);
    variant.push((Some("variant"), Value::text("di")));
    let fault = named("argon2", variant).unwrap_err();
    assert!(fault.to_string().starts_with("`variant` of argon2 cannot be \"di\""), "{fault}");
    let strings = [input("p", b""), input("s", b"somesalt")].into_iter();
    let costly = call("argon2", strings.chain([262_144, 131_072, 1, 4].map(Value::int))).unwrap_err();
    assert_eq!(costly.kind, FaultKind::Limit);
}
/// Version 16 writes over what stood there: an earlier pass is computed again, and its blocks are what they were.
#[test]
fn a_later_pass_of_version_16_writes_over_what_was_there() {
    let of = |version: i64| {
        let mut given = given([32, 3, 2, 32]);
        given.extend([(Some("variant"), Value::text("i")), (Some("version"), Value::int(version))]);
        named("argon2", given).unwrap()
    };
    let (old, new) = (of(16), of(19));
    assert_ne!(old.output().unwrap(), new.output().unwrap());
    let block = |pass: u64, column: u64, label: &str| at(&old, &format!("block[{pass}][1][{column}]{label}"));
    assert_eq!(formula(&old, "block[1][1][5]/B"), "Z[0] ⊕ R[0]");
    assert_eq!(formula(&new, "block[1][1][5]/G"), "Z[0] ⊕ R[0]");
    assert!(formula(&new, "block[1][1][5]/B").contains("⊕ G[0]"));
    let late = block(2, 9, "");
    assert_eq!(block(2, 9, "/X"), block(2, 8, ""));
    assert_eq!((block(0, 9, "/X"), block(1, 9, "/X")), (block(0, 8, ""), block(1, 8, "")));
    assert_ne!(block(0, 9, ""), block(1, 9, ""));
    assert_eq!(block(2, 9, ""), late);
    let mut other = given([32, 3, 2, 32]);
    other.push((Some("version"), Value::int(17)));
    assert_eq!(named("argon2", other).unwrap_err().to_string(), "`version` of argon2 is 16 or 19, and this is 17");
}
